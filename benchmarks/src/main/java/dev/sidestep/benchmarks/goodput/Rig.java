package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.Admission;
import dev.sidestep.simulator.Ask;
import dev.sidestep.simulator.Simulator;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// Plays a scenario with a strategy in virtual time. For one run; not thread-safe.
final class Rig {
    /// Far more than a call may need: a strategy that gets here goes round in circles.
    private static final int MOST_MOVES = 10_000;
    /// A failed call is held against so many targets on average; in larger worlds only some are looked at.
    private static final int TARGETS_LOOKED_AT = 100;

    private final Scenario scenario;
    private final Strategy strategy;
    private final Simulator simulator;
    private final Pace pace;
    private final EventQueue queue;
    /// The calls that wait, by their ids and so by their arrival.
    private final NavigableSet<Long> waiting = new TreeSet<>();
    private final Scorecard score = new Scorecard();
    private final int lookAtEvery;

    Rig(Stage stage, Strategy strategy) {
        this.scenario = stage.scenario();
        this.strategy = strategy;
        this.simulator = stage.simulator();
        this.queue = stage.queue();
        this.pace = scenario.pace();
        this.lookAtEvery = Math.max(1, scenario.world().spots().size() / TARGETS_LOOKED_AT);
    }

    /// Plays every call to its end.
    Scorecard play() {
        var span = scenario.demand().span();
        scenario.troubles().all().forEach(this::watch);
        scenario.world().spots().stream().map(Spot::family).distinct().forEach(this::watchDays);
        var traffic = new Traffic(scenario.demand(), scenario.seed());
        var next = traffic.next();
        while (span.contains(next.arrivedNanos())) {
            while (queue.nextNanos() <= next.arrivedNanos()) {
                queue.happenNext();
            }
            new LiveCall(next).start();
            next = traffic.next();
        }
        while (!queue.isEmpty()) {
            queue.happenNext();
        }
        return score;
    }

    private void watch(Trouble trouble) {
        if (trouble.kind().isFatal() && trouble.share() >= 1) {
            queue.add(trouble.fromNanos(), _ -> score.afterTrouble().isGone(trouble.family()));
            queue.add(trouble.toNanos(), now -> watchReturn(trouble.family(), now));
        }
    }

    /// Whoever has nothing left when it is up again is not waited for.
    private void watchReturn(Family family, long nowNanos) {
        boolean hasRoom = scenario.world().spots().stream()
                .filter(spot -> spot.family().equals(family))
                .map(spot -> simulator.waitNanos(smallest(spot), nowNanos))
                .anyMatch(wait -> wait.isPresent() && wait.getAsLong() == 0);
        if (hasRoom) {
            score.afterTrouble().isBack(family, nowNanos);
        }
    }

    private static Ask smallest(Spot spot) {
        return spot.ask(Traffic.smallest(0));
    }

    private void watchDays(Family family) {
        family.rules().calendar().ifPresent(zone -> {
            var span = scenario.demand().span();
            for (long at = midnightAfter(span.fromNanos(), zone); span.contains(at); at = midnightAfter(at, zone)) {
                long midnight = at;
                queue.add(midnight - 1, now -> watchReset(family, now));
            }
        });
    }

    private static long midnightAfter(long nowNanos, ZoneId zone) {
        var day = World.ZERO.plusNanos(nowNanos).atZone(zone).toLocalDate();
        var midnight = day.plusDays(1).atStartOfDay(zone).toInstant();
        return World.ZERO.until(midnight, ChronoUnit.NANOS);
    }

    /// Whatever has nothing left for a small call is waited for from the next moment on.
    private void watchReset(Family family, long nowNanos) {
        for (var spot : scenario.world().spots()) {
            if (spot.family().equals(family)) {
                var wait = simulator.waitNanos(smallest(spot), nowNanos);
                if (wait.isPresent() && wait.getAsLong() > 0) {
                    score.afterReset().isBack(spot, nowNanos + 1);
                }
            }
        }
    }

    private boolean isBlackout(long nowNanos) {
        return scenario.blackout().filter(span -> span.contains(nowNanos)).isPresent();
    }

    private boolean anyHasRoom(Call call, long nowNanos) {
        for (var spot : scenario.world().spots()) {
            var wait = simulator.waitNanos(spot.ask(call), nowNanos);
            if (wait.isPresent() && wait.getAsLong() == 0 && scenario.answersInTime(spot, call, nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /// A call under way.
    private final class LiveCall implements Strategy.Waking {
        private final Call call;
        private final Strategy.Handling handling;
        private int moves;
        /// Raised whenever a wait is over, so that an event of an earlier wait wakes nobody.
        private int waits;
        private boolean isWaiting;

        private LiveCall(Call call) {
            this.call = call;
            this.handling = strategy.begin(call, this);
        }

        private void start() {
            long now = call.arrivedNanos();
            score.arrived(call, isBlackout(now));
            follow(handling.start(now), now);
        }

        private void follow(Move move, long nowNanos) {
            if (++moves > MOST_MOVES) {
                throw new AssertionError("call " + call.id() + " of " + scenario.name() + " does not end");
            }
            switch (move) {
                case Move.Send(var spot, long timeoutNanos) -> send(spot, timeoutNanos, nowNanos);
                case Move.Wait(long untilNanos) -> waitUntil(untilNanos, nowNanos);
                case Move.GiveUp _ -> fail(nowNanos);
            }
        }

        private void fail(long nowNanos) {
            score.failed();
            if (call.id() % lookAtEvery == 0) {
                // Room that is there while an older call waits is being held for that one.
                boolean isFirstInLine = waiting.isEmpty() || waiting.first() > call.id();
                score.lookedAt(isFirstInLine && anyHasRoom(call, nowNanos));
            }
        }

        private void waitUntil(long untilNanos, long nowNanos) {
            if (untilNanos > call.deadlineNanos()) {
                throw new AssertionError("call " + call.id() + " of " + scenario.name() + " waits past its deadline");
            }
            isWaiting = true;
            waiting.add(call.id());
            wakeAt(Math.max(untilNanos, nowNanos));
        }

        @Override
        public void wake(long nowNanos) {
            if (isWaiting) {
                wakeAt(nowNanos);
            }
        }

        private void wakeAt(long atNanos) {
            int wait = waits;
            queue.add(atNanos, now -> {
                if (isWaiting && waits == wait) {
                    isWaiting = false;
                    waiting.remove(call.id());
                    waits++;
                    follow(handling.woken(now), now);
                }
            });
        }

        private void send(Spot spot, long mostNanos, long nowNanos) {
            long timeoutNanos = Math.min(mostNanos, call.deadlineNanos() - nowNanos);
            if (timeoutNanos <= 0) {
                fail(nowNanos);
                return;
            }
            score.attempted(isBlackout(nowNanos));
            var trouble = scenario.troubles().striking(spot, call, nowNanos);
            if (trouble.isPresent() && trouble.get().kind().isFatal()) {
                var kind = trouble.get().kind();
                failAttempt(failure(kind), Pace.troubleNanos(kind), timeoutNanos, nowNanos);
                return;
            }
            var ask = spot.ask(call);
            var admission = simulator.admit(ask, nowNanos);
            if (admission instanceof Admission.Admitted admitted) {
                answer(spot, ask, admitted, timeoutNanos, trouble, nowNanos);
                return;
            }
            if (admission instanceof Admission.Limited) {
                score.rateLimited();
            }
            var refusal = Replies.refused(spot.family(), admission, nowNanos);
            failAttempt(refusal, Pace.refusalNanos(), timeoutNanos, nowNanos);
        }

        private static Reply.Failure failure(Trouble.Kind kind) {
            return switch (kind) {
                case UNREACHABLE -> new Reply.Unreachable();
                case OVERLOADED -> new Reply.ServerError(503);
                case FAULTY -> new Reply.ServerError(500);
                case SLOW -> throw new IllegalArgumentException("a slow provider answers");
            };
        }

        private void failAttempt(Reply.Failure reply, long takesNanos, long timeoutNanos, long nowNanos) {
            boolean isInTime = takesNanos < timeoutNanos;
            var seen = isInTime ? reply : new Reply.TimedOut();
            queue.add(
                    nowNanos + (isInTime ? takesNanos : timeoutNanos), now -> follow(handling.failed(seen, now), now));
        }

        private void answer(
                Spot spot,
                Ask ask,
                Admission.Admitted admitted,
                long timeoutNanos,
                Optional<Trouble> slowness,
                long sentNanos) {
            long firstNanos = pace.firstContentNanos(call, spot, ask, slowness.isPresent());
            if (firstNanos > timeoutNanos) {
                // Who is cut off has read the prompt and written nothing that counts.
                queue.add(
                        sentNanos + timeoutNanos,
                        now -> simulator.settle(admitted.reservation(), ask.promptTokens(), now));
                failAttempt(new Reply.TimedOut(), timeoutNanos, timeoutNanos, sentNanos);
                return;
            }
            var reply = Replies.answered(spot.family(), admitted);
            queue.add(sentNanos + firstNanos, now -> {
                score.answered(call, spot, sentNanos - call.arrivedNanos(), now);
                handling.answered(reply, now);
            });
            long answerTokens = pace.answerTokens(call);
            long endNanos = sentNanos + firstNanos + Pace.streamNanos(answerTokens);
            queue.add(endNanos, now -> {
                simulator.settle(admitted.reservation(), ask.promptTokens() + answerTokens, now);
                handling.ended(ask.promptTokens(), answerTokens, now);
            });
        }
    }
}

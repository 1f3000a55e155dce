package dev.sidestep.benchmarks.goodput;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Prompt;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Access;
import dev.sidestep.core.failover.Decision;
import dev.sidestep.core.failover.Failover;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.core.queue.Standing;
import dev.sidestep.core.queue.Waiter;
import dev.sidestep.core.queue.WaitingRoom;
import dev.sidestep.core.quota.Room;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.selection.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sidestep itself: the engine of `core`, driven as the gateway drives it, with the defaults of its knobs.
final class SidestepEngine implements Strategy {
    private static final long NEVER = Long.MAX_VALUE;

    private final EventQueue queue;
    private final List<Spot> spots;
    private final Targets targets;
    private final Course course;
    private final Knowledge known;
    private final RandomGenerator random;
    /// When the waiting room is to be woken next.
    private long alarmNanos = NEVER;

    SidestepEngine(Scenario.Known world, EventQueue queue) {
        this.queue = queue;
        this.spots = world.spots();
        this.targets = EngineWorld.targets(world);
        this.course = targets.course(Targets.AUTO, List.of());
        this.known = Knowledge.nothing(EngineWorld::windowEndNanos, 0);
        this.random = new SplittableRandom(world.seed());
        known.quotas().configure(EngineWorld.limits(world, targets));
    }

    @Override
    public Handling begin(Call call, Waking waking) {
        return new OneCall(call, waking);
    }

    /// Whether a cooldown of the target runs, ill health aside: that is asked as a last resort, within a budget.
    boolean isCooling(Spot spot, long nowNanos) {
        return known.cooldowns()
                .holding(targets.all().get(spot.index()), Access.LAST_RESORT, nowNanos)
                .filter(cooldown -> cooldown.remainingNanos(nowNanos) > 0)
                .isPresent();
    }

    /// Whether, as far as the engine knows, the target is well, has room for the call that nobody waits for, and begins
    /// its answers soon enough.
    boolean isOpen(Spot spot, Call call, long nowNanos) {
        var target = targets.all().get(spot.index());
        boolean isHeldBack = known.cooldowns()
                .holding(target, Access.WITHOUT_PROBES, nowNanos)
                .isPresent();
        boolean isTaken = room().isTaken(target, standingOf(call), nowNanos);
        long answerNanos = known.health().firstContentNanos(target, nowNanos).orElse(0);
        var demand = known.estimates().demand(target, needs(call));
        return !isHeldBack
                && !isTaken
                && nowNanos + answerNanos < call.deadlineNanos()
                && known.quotas().room(target, demand, nowNanos) instanceof Room.Fits;
    }

    /// Reservations that are neither settled nor refunded.
    long openReservations() {
        return known.quotas().openReservations();
    }

    /// Calls that wait.
    int waiting() {
        return room().size();
    }

    private static Needs needs(Call call) {
        return new Needs(Set.of(Feature.CHAT), new Prompt(call.promptBytes(), 0), call.maxTokens());
    }

    private static Standing standingOf(Call call) {
        return new Standing(Priority.INTERACTIVE, "", call.guessedTokens());
    }

    private WaitingRoom room() {
        return known.waitingRoom();
    }

    /// After whatever may have changed when the next one in the waiting room is due.
    private void setAlarm(long nowNanos) {
        long next = room().nextNanos(nowNanos).orElse(NEVER);
        if (next < alarmNanos) {
            alarmNanos = next;
            queue.add(next, this::ring);
        }
    }

    /// An alarm that was set for later than another one rings in vain.
    private void ring(long nowNanos) {
        if (nowNanos == alarmNanos) {
            alarmNanos = NEVER;
            room().wake(nowNanos);
            setAlarm(nowNanos);
        }
    }

    private final class OneCall implements Handling, Waiter {
        private final Call call;
        private final Waking waking;
        private final Failover failover;
        private final Standing standing;
        private Decision.@Nullable Wait wait;
        /// What it was told in the waiting room, until it acts on it.
        private @Nullable Decision next;

        private long askedNanos;

        private OneCall(Call call, Waking waking) {
            this.call = call;
            this.waking = waking;
            var policy = FailoverPolicy.builder()
                    .deadline(Duration.ofNanos(call.deadlineNanos() - call.arrivedNanos()))
                    .build();
            this.standing = standingOf(call);
            var selection = new Selection(targets, course, needs(call), standing, known);
            this.failover = new Failover(policy, selection, random, true, call.arrivedNanos());
        }

        @Override
        public Move start(long nowNanos) {
            return move(failover.start(nowNanos), nowNanos);
        }

        @Override
        public Move failed(Reply.Failure reply, long nowNanos) {
            var seen = EngineReading.of(reply, nowNanos);
            return move(failover.ended(seen.outcome(), "", seen.told(), nowNanos), nowNanos);
        }

        @Override
        public void answered(Reply.Answered reply, long nowNanos) {
            failover.succeeded(EngineReading.told(reply.headers()), nowNanos);
            setAlarm(nowNanos);
        }

        @Override
        public void ended(long promptTokens, long answerTokens, long nowNanos) {
            failover.settled(new Usage(promptTokens, answerTokens, 0), nowNanos);
            setAlarm(nowNanos);
        }

        private Move move(Decision decision, long nowNanos) {
            var move = switch (decision) {
                case Decision.Send send -> new Move.Send(spots.get(send.target().ordinal()), send.timeoutNanos());
                case Decision.Wait one -> waitOrGoOn(one, nowNanos);
                case Decision.GiveUp _ -> new Move.GiveUp();
            };
            setAlarm(nowNanos);
            return move;
        }

        private Move waitOrGoOn(Decision.Wait one, long nowNanos) {
            if (one.cause() == Decision.Wait.Cause.BACKOFF) {
                return new Move.Wait(one.untilNanos());
            }
            wait = one;
            return room().join(this, nowNanos)
                    ? new Move.Wait(call.deadlineNanos())
                    : move(failover.waitRefused(nowNanos), nowNanos);
        }

        @Override
        public Move woken(long nowNanos) {
            var decided = next;
            next = null;
            if (decided != null) {
                return move(decided, nowNanos);
            }
            room().leave(this);
            return move(failover.woken(nowNanos), nowNanos);
        }

        @Override
        public Standing standing() {
            return standing;
        }

        @Override
        public Target target() {
            return waited().target();
        }

        @Override
        public long untilNanos() {
            return waited().untilNanos();
        }

        private Decision.Wait waited() {
            if (wait == null) {
                throw new IllegalStateException("call " + call.id() + " does not wait");
            }
            return wait;
        }

        @Override
        public long deadlineNanos() {
            return call.deadlineNanos();
        }

        @Override
        public Answer ask(long nowNanos) {
            askedNanos = nowNanos;
            return switch (failover.woken(nowNanos)) {
                case Decision.Send send -> {
                    next = send;
                    yield Answer.GOES;
                }
                case Decision.Wait again -> {
                    wait = again;
                    yield Answer.WAITS;
                }
                case Decision.GiveUp giveUp -> {
                    next = giveUp;
                    yield Answer.GIVES_UP;
                }
            };
        }

        @Override
        public void called() {
            waking.wake(askedNanos);
        }
    }
}

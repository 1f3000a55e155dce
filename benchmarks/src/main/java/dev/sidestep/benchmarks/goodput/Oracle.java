package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.Admission;
import dev.sidestep.simulator.Ask;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Reservation;
import dev.sidestep.simulator.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Knows every quota at every moment, how each provider counts, and who is down; not what comes later.
///
/// It keeps a ledger of its own, a second simulator, in which each call takes its place as it arrives: at the target
/// with the smallest limit that has room now, so that the large ones stay free for large calls; where none has, at the
/// one that has room the soonest, behind the calls that hold their places there already. So calls go first come first
/// served at each target, and none is ever refused. A call for which no target has room before its deadline fails at
/// once, unless somebody is down who may be up again in time.
final class Oracle implements Strategy {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(250).toNanos();

    private final Scenario scenario;
    private final Pace pace;
    private final Simulator simulator;
    private final Simulator ledger;
    /// Those that can be of use, the one with the smallest limit first.
    private final List<Spot> spots;

    private final Map<String, int[]> bySharedQuota;
    /// By size and place in `spots`: no call of this size finds room before this moment, unless something is given
    /// back.
    private final long[][] noRoomBefore;

    Oracle(Scenario scenario, Simulator simulator) {
        this.simulator = simulator;
        this.scenario = scenario;
        this.pace = scenario.pace();
        this.ledger = scenario.world().simulator();
        this.spots = useful(scenario.world().spots());
        this.bySharedQuota = bySharedQuota(spots);
        this.noRoomBefore = new long[CallSize.MIX.size()][spots.size()];
        Arrays.stream(noRoomBefore).forEach(row -> Arrays.fill(row, Long.MIN_VALUE));
    }

    /// Another key of the same organisation is of no use, and a model that is gone neither.
    private static List<Spot> useful(List<Spot> all) {
        var useful = new ArrayList<Spot>();
        var seen = new HashSet<String>();
        for (var spot : all) {
            if (!spot.model().decommissioned()
                    && seen.add(spot.organization() + "/" + spot.model().id())) {
                useful.add(spot);
            }
        }
        useful.sort(Comparator.comparingLong(
                spot -> spot.model().limits().limit(Dimension.TOKENS_PER_MINUTE).orElse(Long.MAX_VALUE)));
        return useful;
    }

    private static Map<String, int[]> bySharedQuota(List<Spot> spots) {
        var places = new HashMap<String, List<Integer>>();
        for (int i = 0; i < spots.size(); i++) {
            places.computeIfAbsent(spots.get(i).organization(), _ -> new ArrayList<>())
                    .add(i);
        }
        var arrays = new HashMap<String, int[]>();
        places.forEach((organization, own) -> arrays.put(
                organization, own.stream().mapToInt(Integer::intValue).toArray()));
        return arrays;
    }

    @Override
    public Handling begin(Call call, Waking waking) {
        return new OneCall(call);
    }

    /// The first moment at which the ledger has room, before which others hold no place any more.
    private long roomAt(Ask ask, long nowNanos) {
        long at = nowNanos;
        while (true) {
            var wait = ledger.waitNanos(ask, at);
            if (wait.isEmpty()) {
                return NEVER;
            }
            if (wait.getAsLong() == 0) {
                return at;
            }
            at += wait.getAsLong();
        }
    }

    private void giveBack(Reservation reservation, long usedTokens, long nowNanos) {
        ledger.settle(reservation, usedTokens, nowNanos);
        for (int place : bySharedQuota.getOrDefault(reservation.organization(), new int[0])) {
            for (var row : noRoomBefore) {
                row[place] = Long.MIN_VALUE;
            }
        }
    }

    private final class OneCall implements Handling {
        private final Call call;
        private @Nullable Spot booked;
        private @Nullable Reservation reservation;

        private OneCall(Call call) {
            this.call = call;
        }

        @Override
        public Move start(long nowNanos) {
            long[] known = noRoomBefore[call.sizeClass()];
            long soonest = call.deadlineNanos();
            int best = -1;
            for (int i = 0; i < known.length && soonest > nowNanos; i++) {
                if (known[i] >= soonest) {
                    continue;
                }
                known[i] = roomAt(smallestOfItsSize(spots.get(i)), nowNanos);
                long at = known[i] >= soonest ? NEVER : roomAt(spots.get(i).ask(call), nowNanos);
                if (at < soonest && isAnsweredInTime(spots.get(i), at, nowNanos)) {
                    soonest = at;
                    best = i;
                }
            }
            if (best >= 0) {
                return book(spots.get(best), soonest, nowNanos);
            }
            return isAnyDown(nowNanos) ? lookAgain(nowNanos) : new Move.GiveUp();
        }

        private boolean isAnyDown(long nowNanos) {
            return spots.stream().anyMatch(spot -> scenario.isDown(spot, call, nowNanos));
        }

        private Move lookAgain(long nowNanos) {
            booked = null;
            long at = nowNanos + LOOK_AGAIN_NANOS;
            return at < call.deadlineNanos() ? new Move.Wait(at) : new Move.GiveUp();
        }

        /// As far as one can know: who is down now may be up again when the time comes, and the other way round.
        private boolean isAnsweredInTime(Spot spot, long atNanos, long nowNanos) {
            long takesNanos = pace.firstContentNanos(call, spot, spot.ask(call), false);
            return atNanos + takesNanos <= call.deadlineNanos() && scenario.answersInTime(spot, call, nowNanos);
        }

        private Ask smallestOfItsSize(Spot spot) {
            return spot.ask(Traffic.smallest(call.sizeClass()));
        }

        private Move book(Spot spot, long atNanos, long nowNanos) {
            if (!(ledger.admit(spot.ask(call), atNanos) instanceof Admission.Admitted admitted)) {
                throw new IllegalStateException("the ledger has no room where it had some: " + spot);
            }
            booked = spot;
            reservation = admitted.reservation();
            return atNanos > nowNanos ? new Move.Wait(atNanos) : sendOrWait(spot, nowNanos);
        }

        /// What is given back while others wait can count for more in the ledger than in a bucket that is full by then;
        /// so the bucket has the last word.
        private Move sendOrWait(Spot spot, long nowNanos) {
            long wait = simulator.waitNanos(spot.ask(call), nowNanos).orElse(NEVER);
            if (wait == 0) {
                return Attempts.at(spot);
            }
            if (wait < call.deadlineNanos() - nowNanos) {
                return new Move.Wait(nowNanos + wait);
            }
            giveBack(Objects.requireNonNull(reservation), 0, nowNanos);
            return new Move.GiveUp();
        }

        @Override
        public Move woken(long nowNanos) {
            var spot = booked;
            if (spot == null) {
                return start(nowNanos);
            }
            if (scenario.answersInTime(spot, call, nowNanos)) {
                return sendOrWait(spot, nowNanos);
            }
            giveBack(Objects.requireNonNull(reservation), 0, nowNanos);
            return start(nowNanos);
        }

        @Override
        public Move failed(Reply.Failure reply, long nowNanos) {
            throw new IllegalStateException("the oracle met " + reply + " at " + booked);
        }

        @Override
        public void ended(long promptTokens, long answerTokens, long nowNanos) {
            giveBack(Objects.requireNonNull(reservation), promptTokens + answerTokens, nowNanos);
        }
    }
}

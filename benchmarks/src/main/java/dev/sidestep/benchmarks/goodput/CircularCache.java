package dev.sidestep.benchmarks.goodput;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;

/// The plain circular cache of cooldowns: from the top of the list through the account's models, then through those of
/// other providers, then through those of the same provider, past whatever cools; a refused target cools for as long as
/// it was told, or five minutes. No quotas, and no waiting.
final class CircularCache implements Strategy {
    private static final long DEFAULT_COOLDOWN_NANOS = Duration.ofMinutes(5).toNanos();
    private static final long GONE_NANOS = Duration.ofHours(24).toNanos();

    /// In the order in which they are tried from the top.
    private final List<Spot> course;

    private final long[] freeAtNanos;

    CircularCache(Scenario.Known known) {
        this.course = course(known.spots());
        this.freeAtNanos = new long[course.size()];
    }

    /// Accounts of other types come first, then those of the first one's type.
    private static List<Spot> course(List<Spot> spots) {
        var byAccount = new LinkedHashMap<String, List<Spot>>();
        spots.forEach(spot -> byAccount
                .computeIfAbsent(spot.account(), _ -> new ArrayList<>())
                .add(spot));
        var accounts = new ArrayList<>(byAccount.values());
        var first = accounts.removeFirst();
        var type = first.getFirst().family().type();
        var course = new ArrayList<>(first);
        accounts.stream()
                .filter(own -> !own.getFirst().family().type().equals(type))
                .forEach(course::addAll);
        accounts.stream()
                .filter(own -> own.getFirst().family().type().equals(type))
                .forEach(course::addAll);
        return course;
    }

    @Override
    public Handling begin(Call call, Waking waking) {
        return new OneCall();
    }

    private final class OneCall implements Handling {
        private final BitSet tried = new BitSet();
        private int last;

        @Override
        public Move start(long nowNanos) {
            if (tried.cardinality() >= Attempts.MOST) {
                return new Move.GiveUp();
            }
            for (int i = 0; i < freeAtNanos.length; i++) {
                if (!tried.get(i) && freeAtNanos[i] <= nowNanos) {
                    tried.set(i);
                    last = i;
                    return Attempts.at(course.get(i));
                }
            }
            return new Move.GiveUp();
        }

        @Override
        public Move failed(Reply.Failure reply, long nowNanos) {
            freeAtNanos[last] = Math.max(freeAtNanos[last], nowNanos + cooldownNanos(reply));
            return start(nowNanos);
        }

        private static long cooldownNanos(Reply.Failure reply) {
            return switch (reply) {
                case Reply.RateLimited limited ->
                    limited.waitNanos() > 0 ? limited.waitNanos() : DEFAULT_COOLDOWN_NANOS;
                case Reply.ModelGone _ -> GONE_NANOS;
                case Reply.TooLarge _, Reply.ServerError _, Reply.Unreachable _, Reply.TimedOut _ -> 0;
            };
        }
    }
}

package dev.sidestep.store.sql;

import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Place;
import dev.sidestep.store.ledger.Skipped;
import dev.sidestep.store.ledger.TokenState;
import dev.sidestep.store.ledger.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Usage by the hour as it grows by one batch of final rows. For one thread.
final class Tally {
    /// How many figures there are: as many as the table has beside its key, and in the same order.
    static final int SIZE = Table.USAGE.rest().size();

    static final int CALLS = 0;
    static final int ANSWERED = 1;
    static final int SIDESTEPPED = 2;
    static final int WAITED = 3;
    static final int ATTEMPTS = 4;
    static final int RATE_LIMITED = 5;
    static final int AVOIDED = 6;
    static final int INPUT = 7;
    static final int OUTPUT = 8;
    static final int CACHED = 9;
    static final int CACHE_WRITTEN = 10;
    static final int REASONING = 11;
    static final int COST = 12;
    static final int ESTIMATED = 13;
    static final int UNKNOWN = 14;
    static final int UNKNOWN_COST = 15;
    static final int UNPRICED = 16;

    /// For these reasons a target is passed over because of a limit.
    private static final Set<String> LIMITED = Set.of("cooling", "no-room", "others-wait-for-it");

    private final Map<Key, long[]> figures = new HashMap<>();

    /// Whose figures they are.
    ///
    /// @param hour in hours since 1970
    record Key(long hour, Place place, String client) {}

    void count(CallRow call, int sign) {
        long[] sums = of(call.timing().startedAt(), call.place(), call.client());
        sums[CALLS] += sign;
        sums[ANSWERED] += call.outcome().equals("answered") ? sign : 0;
        sums[SIDESTEPPED] += call.sidestepped() ? sign : 0;
        sums[WAITED] += call.timing().waited() > 0 ? sign : 0;
        sums[AVOIDED] += sign * avoided(call.skipped());
    }

    void count(AttemptRow attempt, int sign) {
        long[] sums = of(attempt.timing().startedAt(), attempt.place(), attempt.client());
        sums[ATTEMPTS] += sign;
        sums[RATE_LIMITED] += attempt.outcome().equals("rate-limited") ? sign : 0;
        sums[AVOIDED] += sign * avoided(attempt.skipped());
        switch (attempt.tokenState()) {
            case SETTLED, ESTIMATED -> spend(sums, attempt, sign);
            case OPEN, UNKNOWN -> {
                sums[UNKNOWN] += sign;
                sums[UNKNOWN_COST] += sign * attempt.cost().nanoUsd();
            }
        }
        sums[UNPRICED] += attempt.cost().isUnknownOf(attempt.tokens()) ? sign : 0;
    }

    private static void spend(long[] sums, AttemptRow attempt, int sign) {
        Tokens tokens = attempt.tokens();
        sums[INPUT] += sign * tokens.input();
        sums[OUTPUT] += sign * tokens.output();
        sums[CACHED] += sign * tokens.cached();
        sums[CACHE_WRITTEN] += sign * tokens.cacheWritten();
        sums[REASONING] += sign * tokens.reasoning();
        sums[COST] += sign * attempt.cost().nanoUsd();
        sums[ESTIMATED] += attempt.tokenState() == TokenState.ESTIMATED ? sign : 0;
    }

    private static int avoided(List<Skipped> skipped) {
        int count = 0;
        for (Skipped entry : skipped) {
            count += LIMITED.contains(entry.why()) ? 1 : 0;
        }
        return count;
    }

    private long[] of(long startedAt, Place place, String client) {
        long hour = Math.floorDiv(startedAt, TimeUnit.HOURS.toMillis(1));
        return figures.computeIfAbsent(new Key(hour, place, client), _ -> new long[SIZE]);
    }

    Map<Key, long[]> figures() {
        return figures;
    }
}

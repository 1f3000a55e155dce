package dev.sidestep.gateway.ledger;

import dev.sidestep.core.Nanos;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.selection.Skip;
import dev.sidestep.store.ledger.Skipped;
import java.util.ArrayList;
import java.util.List;

/// Targets that were passed over, as the ledger tells them.
final class Passed {
    /// A row with more has no reader.
    private static final int MOST = 32;

    private Passed() {}

    /// The first 32 of these.
    static List<Skipped> inWords(List<Skip> skips, long nowNanos) {
        if (skips.isEmpty()) {
            return List.of();
        }
        List<Skipped> words = new ArrayList<>(Math.min(MOST, skips.size()));
        for (Skip skip : skips.subList(0, Math.min(MOST, skips.size()))) {
            words.add(new Skipped(skip.target().name(), skip.id(), Rows.shortened(detail(skip, nowNanos))));
        }
        return words;
    }

    private static String detail(Skip skip, long nowNanos) {
        return switch (skip) {
            case Skip.Cooling(var _, var cooldown) ->
                cooldown.kind().id() + " for " + cooldown.remainingSeconds(nowNanos) + "s";
            case Skip.NoRoom(var _, var quota, var freeAtNanos) ->
                name(quota) + " for " + Nanos.toSecondsRoundedUp(freeAtNanos - nowNanos) + "s";
            case Skip.TooLarge(var _, var quota) -> quota.limit() + " " + name(quota);
            case Skip.Unfit(var _, var misfits) -> String.join(", ", misfits);
            case Skip.Queued _, Skip.AccountSpent _ -> "";
        };
    }

    private static String name(QuotaState quota) {
        return quota.unit().id() + " per " + quota.window().id();
    }
}

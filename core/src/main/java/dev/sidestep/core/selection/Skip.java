package dev.sidestep.core.selection;

import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.quota.QuotaState;
import java.util.List;

/// A target that was passed over, and why.
public sealed interface Skip {
    /// Which one.
    Target target();

    /// Why, in one word for documents and the ledger.
    default String id() {
        return switch (this) {
            case Cooling _ -> "cooling";
            case NoRoom _ -> "no-room";
            case TooLarge _ -> "too-large";
            case Queued _ -> "others-wait-for-it";
            case Unfit _ -> "unfit";
            case AccountSpent _ -> "attempts-per-provider";
        };
    }

    /// It is cooling, or has been and another call's attempt is trying it.
    record Cooling(Target target, Cooldown cooldown) implements Skip {}

    /// What is left of its quota is too little for this call just now.
    ///
    /// @param quota the one that has room last
    /// @param freeAtNanos when all of them have room
    record NoRoom(Target target, QuotaState quota, long freeAtNanos) implements Skip {}

    /// This call is larger than its limit.
    record TooLarge(Target target, QuotaState quota) implements Skip {}

    /// Other calls wait for it already.
    record Queued(Target target) implements Skip {}

    /// It cannot serve this call.
    record Unfit(Target target, List<String> misfits) implements Skip {
        public Unfit {
            misfits = List.copyOf(misfits);
        }
    }

    /// Its account had its share of this call's attempts.
    record AccountSpent(Target target) implements Skip {}
}

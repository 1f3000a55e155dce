package dev.sidestep.store.sql;

import dev.sidestep.core.state.QuotaId;
import dev.sidestep.core.state.QuotaRecord;
import java.util.Optional;

/// A quota with the moment at which it was saved, by the wall clock. Immutable.
///
/// @param quota as it was then
/// @param savedAt milliseconds since 1970
record SavedQuota(QuotaRecord quota, long savedAt) {
    QuotaId id() {
        return quota.id();
    }

    /// What may still count of it. All that was used does until the moment at which nothing
    /// counts any more: how fast it comes back is known to the limit alone. Empty where nothing
    /// counts, or where the process that used it took it to its grave.
    Optional<QuotaRecord> at(long now) {
        long left = Math.min(savedAt + span() - now, span());
        return left <= 0 || quota.used() == 0 || !id().isLasting()
                ? Optional.empty()
                : Optional.of(withReset(quota.resetMillis() == 0 ? 0 : left));
    }

    /// For how long it counts from when it was saved: where nobody knows, for as long as its
    /// window.
    private long span() {
        return quota.resetMillis() > 0 ? quota.resetMillis() : id().windowMillis();
    }

    private QuotaRecord withReset(long millis) {
        return new QuotaRecord(
                quota.key(), quota.unit(), quota.window(), quota.limit(), quota.used(), millis, quota.source());
    }
}

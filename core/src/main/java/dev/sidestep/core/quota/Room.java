package dev.sidestep.core.quota;

/// Whether a call has room at a target.
public sealed interface Room {
    /// There is room for it in every limit, as far as is known.
    record Fits() implements Room {
        static final Fits NOW = new Fits();
    }

    /// There will be room, if nobody else takes it.
    ///
    /// @param what the limit that is full for the longest
    /// @param atNanos the moment at which the call fits in every limit. Where calls under way must
    ///     end first, nobody knows it: then it is the moment to ask again, and [Reservation#settle]
    ///     tells sooner
    record Later(QuotaState what, long atNanos) implements Room {}

    /// The call is larger than a limit, so that no wait makes it fit.
    ///
    /// @param what the limit that it exceeds
    record Never(QuotaState what) implements Room {}
}

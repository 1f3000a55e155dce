package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Quota;
import java.util.List;
import java.util.Optional;

/// What a gateway sees of an attempt's end: no more than a provider told it.
sealed interface Reply {
    /// A number that was not told.
    long UNTOLD = -1;

    /// A reply that is no answer.
    sealed interface Failure extends Reply {}

    /// The first content of an answer.
    ///
    /// @param headers what the answer's headers tell of limits
    record Answered(List<Quota> headers) implements Reply {}

    /// A 429.
    ///
    /// @param named the limit that was hit, where it was named
    /// @param organizationWide whether the words say that the limit is the organisation's
    /// @param limit the most of it
    /// @param used what was used of it
    /// @param requested what the provider took the request to need
    /// @param waitNanos what it asked to wait
    /// @param windowEndNanos until the limit's day ends, where the provider's days are of the calendar
    /// @param headers what the headers tell of limits
    record RateLimited(
            Optional<Dimension> named,
            boolean organizationWide,
            long limit,
            long used,
            long requested,
            long waitNanos,
            long windowEndNanos,
            List<Quota> headers)
            implements Failure {}

    /// The request is larger than a limit itself.
    record TooLarge(Dimension dimension, long limit, long requested) implements Failure {}

    /// The model is not there any more.
    record ModelGone() implements Failure {}

    /// A status of 500 and above.
    record ServerError(int status) implements Failure {}

    /// No connection.
    record Unreachable() implements Failure {}

    /// No content in the attempt's time.
    record TimedOut() implements Failure {}
}

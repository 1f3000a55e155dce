package dev.sidestep.benchmarks.goodput;

/// A span in which something other than a limit is wrong with a provider.
///
/// @param share of the requests that it strikes
record Trouble(Family family, Kind kind, long fromNanos, long toNanos, double share) {
    /// What is wrong.
    enum Kind {
        /// No connection.
        UNREACHABLE,
        /// A 503 at once.
        OVERLOADED,
        /// A 500 after a moment.
        FAULTY,
        /// First tokens that come late, some of them too late.
        SLOW;

        /// Whether a request that it strikes gets no answer.
        boolean isFatal() {
            return this != SLOW;
        }
    }

    boolean covers(long nowNanos) {
        return nowNanos >= fromNanos && nowNanos < toNanos;
    }
}

package dev.sidestep.benchmarks.goodput;

/// A way to find a target for each call. One object serves all calls of a scenario, one after the other in virtual
/// time.
interface Strategy {
    /// Takes a call on.
    ///
    /// @param waking wakes the call while it waits
    Handling begin(Call call, Waking waking);

    /// One call in a strategy's hands. [#start] comes first; after each [Move.Send] comes [#answered] or [#failed],
    /// after
    /// each [Move.Wait] comes [#woken].
    interface Handling {
        Move start(long nowNanos);

        Move failed(Reply.Failure reply, long nowNanos);

        /// Comes only where the strategy waits.
        default Move woken(long nowNanos) {
            throw new IllegalStateException("nobody waits here");
        }

        /// The first content came: the call is answered.
        default void answered(Reply.Answered reply, long nowNanos) {}

        /// The answer is complete, and with it comes what the provider counted.
        default void ended(long promptTokens, long answerTokens, long nowNanos) {}
    }

    /// Wakes a waiting call before its time; without effect on one that does not wait.
    interface Waking {
        void wake(long nowNanos);
    }
}

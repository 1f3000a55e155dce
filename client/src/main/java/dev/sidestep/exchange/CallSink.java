package dev.sidestep.exchange;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.call.Expense;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/// Where an answer goes: the gateway's response, or the library's caller. Called on the exchange's
/// event loop. Either [#answered], or [#started] with any number of [#streamed] and one [#ended] or
/// [#broken], or [#failed].
public interface CallSink {
    /// The whole answer, not streamed.
    ///
    /// @param expenses what the call's attempts took, in order
    void answered(AnswerHead head, Buffer body, List<Expense> expenses);

    /// The call waits, and has for a while: a client that expects a stream may be told that it is
    /// still there. May come several times, before anything else.
    default void waiting() {}

    /// A stream brought its first content: from here on no other target answers this call.
    void started(AnswerHead head);

    /// The next bytes of the stream.
    void streamed(Buffer bytes);

    /// True while the reader is behind; the upstream is then paused until [#onDrain].
    boolean isFull();

    /// Asks to be told once the reader has caught up.
    void onDrain(Runnable resume);

    /// The stream is complete.
    ///
    /// @param expenses what the call's attempts took, in order
    void ended(List<Expense> expenses);

    /// The stream broke after its first content. Nothing more comes.
    void broken(StreamBreak cause);

    /// The call failed, and nothing of an answer was passed on.
    void failed(CallFailedException failure);
}

package dev.sidestep.gateway;

import dev.sidestep.exchange.AnswerHead;
import io.vertx.core.buffer.Buffer;

/// What happens to an answer on its way to the client, besides being passed on.
interface Passage {
    /// Nothing.
    Passage UNCHANGED = new Passage() {};

    /// Whether what the call says and is answered is recorded.
    default boolean isRecorded() {
        return false;
    }

    /// The body that the client gets for a whole answer.
    default Buffer whole(AnswerHead head, Buffer body) {
        return body;
    }

    /// More of a stream is passed on, as it came.
    default void piece(Buffer bytes) {}

    /// A stream is complete.
    default void complete() {}

    /// The call is over, however it ended. Comes once, and last.
    ///
    /// @param call its id
    default void over(String call) {}
}

package dev.sidestep.wire.format;

import dev.sidestep.core.quota.Usage;
import java.util.Optional;

/// One streamed answer on its way to the client, and what of it may go on. Not thread-safe; one per attempt.
///
/// Nothing goes on before the first content, so that until then a failure is invisible and another target can answer.
/// From then on what goes on are whole events, so that an error of ours can follow.
public interface AnswerStream {
    /// How far a stream has come.
    enum Phase {
        /// No content yet: everything is held, and the attempt can still be given up without a trace.
        HOLDING,
        /// Content has come: what is complete is forwarded.
        COMMITTED,
        /// It ended as it should.
        COMPLETE,
        /// It is no answer, or none any more: [#failure()] says why, [#isCommitted()] whether the client has seen some.
        FAILED
    }

    /// Takes the next bytes from the provider and forwards what may go on. Once failed, ignores them.
    Phase feed(byte[] chunk, int from, int to, ByteSink out);

    /// Takes the end of the provider's answer; the phase is then [Phase#COMPLETE] or [Phase#FAILED].
    Phase end(ByteSink out);

    /// How far it has come.
    Phase phase();

    /// True once content was released to the client; from then on there is no other target for this call.
    boolean isCommitted();

    /// Why it failed, where it did.
    Optional<StreamFailure> failure();

    /// The tokens as last counted by the provider, where it said.
    Optional<Usage> usage();

    /// The name under which the provider keeps the answer, for calls that go on from it; empty where it keeps none.
    default String handle() {
        return "";
    }

    /// How many events have come so far. What only keeps a connection alive is none, and does not move this.
    long events();
}

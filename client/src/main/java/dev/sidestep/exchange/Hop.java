package dev.sidestep.exchange;

import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.AnswerStream;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Repair;
import java.util.Map;
import java.util.Optional;

/// One call on its way to one target and back: in which words it leaves, and how the answer becomes the client's.
/// Immutable.
public interface Hop {
    /// The call in the target's words.
    Fitting fitting();

    /// True where the client speaks the target's wire format, and so bytes go through as they came.
    boolean isPassed();

    /// What would make the call acceptable to the target that refused it, where anything would.
    Optional<Repair> repair(int status, byte[] body);

    /// The wire format that the target is asked in.
    WireFormat wire();

    /// The path below the target's base URL.
    String path();

    /// Headers that the wire format wants beside the credential.
    Map<String, String> headers();

    /// What the body of an answer with status 200 is.
    AnswerBody inspect(byte[] body);

    /// The answer as the client gets it, of a body that [#inspect] found to be one.
    ///
    /// @throws IllegalArgumentException where it is none after all
    byte[] answer(byte[] body);

    /// A streamed answer on its way to the client.
    AnswerStream stream();
}

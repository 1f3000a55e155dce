package dev.sidestep.wire.format;

import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.Map;
import java.util.Optional;

/// A wire format that providers speak: writes calls for a target, reads its answers. Immutable.
public interface UpstreamFormat {
    /// Which.
    WireFormat wire();

    /// The path of a call below a provider's base URL, such as `/chat/completions`.
    String path(Aim aim, boolean streaming);

    /// Headers that the format wants beside the credential, such as the version that this call is sent in.
    ///
    /// @param call as the client made it, in whatever format
    default Map<String, String> headers(ClientCall call, Aim aim) {
        return Map.of();
    }

    /// Fits a call of this format to a target, always from the call as it came: every byte stays that can.
    ///
    /// @throws IllegalArgumentException where the call is of another format
    Fitting edit(ClientCall call, Aim aim);

    /// Writes a call of another format for a target.
    ///
    /// @param call the same as it came
    Fitting write(CanonicalRequest request, ClientCall call, Aim aim);

    /// What would make a call acceptable to a target that refused it, where that is something that the call can do
    /// without or that can be said otherwise.
    ///
    /// @param status of the refusal
    default Optional<Repair> repair(int status, byte[] body) {
        return Optional.empty();
    }

    /// What the body of an answer with status 200 is, without reading all of it.
    AnswerBody inspect(byte[] body);

    /// The answer in the canonical model.
    ///
    /// @param body which [#inspect] found to be an answer
    /// @throws IllegalArgumentException where it is none after all: [#inspect] does not look at all of it
    CanonicalAnswer read(byte[] body, Aim aim);

    /// A reader of a streamed answer, for a client of another format.
    StreamReader reader(Aim aim);

    /// A reader of the events of a streamed answer, for a client of the same format.
    EventReader eventReader();
}

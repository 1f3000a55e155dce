package dev.sidestep.wire.format;

import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.InvalidRequestException;
import java.util.Map;
import java.util.Set;

/// A wire format that clients speak: reads their calls, writes their answers. Immutable.
public interface ClientFormat {
    /// Which.
    WireFormat wire();

    /// The names, in lower case, of the headers that belong to the format: they are read, and go on with a call that
    /// keeps its format.
    default Set<String> ownHeaders() {
        return Set.of();
    }

    /// Reads a call.
    ///
    /// @param headers those of [#ownHeaders] that the client sent, names in lower case
    /// @throws InvalidRequestException where the body is none
    ClientCall read(byte[] body, Map<String, String> headers);

    /// The whole call in the canonical model.
    ///
    /// @throws InvalidRequestException where a part of it, which the scan stepped over, is none
    CanonicalRequest canonical(ClientCall call);

    /// The body of a whole answer.
    byte[] write(CanonicalAnswer answer, Reply reply);

    /// A writer of a streamed answer.
    StreamWriter writer(Reply reply);

    /// The body of an error answer.
    ///
    /// @param status with which it is sent
    byte[] error(int status, ApiError error);

    /// What ends a stream after content was sent: SDKs raise it as an error, and take no answer for complete.
    byte[] errorEvent(int status, ApiError error);

    /// What keeps an idle stream's connection open, before anything else or between events; no client takes it for
    /// content.
    byte[] keepAlive();
}

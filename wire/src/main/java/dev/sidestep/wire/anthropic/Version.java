package dev.sidestep.wire.anthropic;

import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.json.InvalidRequestException;
import java.util.List;
import java.util.Map;

/// A version of the API, as calls declare it in `anthropic-version`.
///
/// See platform.claude.com/docs/en/api/migration-2026-10-21.
enum Version {
    /// Takes `temperature`, `top_p` and `top_k`.
    V2023("2023-06-01"),
    /// Refuses them, documents in the model's turns, and citations in the caller's texts.
    V2026("2026-10-21");

    static final String HEADER = "anthropic-version";

    private static final List<String> SAMPLING = List.of("temperature", "top_p", "top_k");

    private final String id;

    Version(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /// Which one a client declares. Clients that declare none, which the API would refuse, have nothing to say about
    /// it, and the older version refuses less.
    ///
    /// @throws InvalidRequestException for a version that is not known here
    static Version declared(Map<String, String> headers) {
        String asked = headers.getOrDefault(HEADER, V2023.id).strip();
        for (Version version : values()) {
            if (version.id.equals(asked)) {
                return version;
            }
        }
        throw new InvalidRequestException(HEADER + " is not supported: send " + V2023.id + " or " + V2026.id, HEADER);
    }

    /// The one in which a call is sent: the client's own where it speaks this format, else the newer one, unless the
    /// call wants a temperature or its like and the model takes it.
    static Version sent(ClientCall call, ClaudeModel model) {
        if (call.wire() == WireFormat.ANTHROPIC) {
            return declared(call.headers());
        }
        boolean wantsSampling = SAMPLING.stream().anyMatch(name -> isSaid(call, name));
        return wantsSampling && model.sampling() != ClaudeModel.Sampling.NONE ? V2023 : V2026;
    }

    private static boolean isSaid(ClientCall call, String name) {
        return call.body()
                .field(name)
                .map(field -> !call.body().json(field).equals("null"))
                .orElse(false);
    }
}

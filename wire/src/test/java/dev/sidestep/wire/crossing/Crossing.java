package dev.sidestep.wire.crossing;

import dev.sidestep.core.Model;
import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ClientFormat;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.ToolCallMemory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// The ways between wires, and calls that take them.
final class Crossing {
    /// The wires that clients speak.
    static final List<WireFormat> CLIENTS = List.of(WireFormat.OPENAI, WireFormat.RESPONSES, WireFormat.ANTHROPIC);

    private Crossing() {}

    /// Each ordered pair of two different wires: a client's and a provider's.
    static Stream<Arguments> pairs() {
        return CLIENTS.stream()
                .flatMap(client -> Stream.of(WireFormat.values())
                        .filter(upstream -> upstream != client)
                        .map(upstream -> Arguments.of(client, upstream)));
    }

    /// A model that can do everything, at a provider of which nothing is known.
    static Aim aim(WireFormat wire) {
        Model model = Model.unknown(wire == WireFormat.GEMINI ? "gemini-2.5-flash" : "model");
        return new Aim("call-1", "nobody", model, "account/" + model.id(), Set.of(), ToolCallMemory.NONE);
    }

    /// A call as it came, and what it says.
    record Asked(ClientCall call, CanonicalRequest canonical) {
        static Asked of(WireFormat wire, byte[] body) {
            ClientFormat format = Formats.ofClients(wire);
            ClientCall call = format.read(body, Map.of());
            return new Asked(call, format.canonical(call));
        }

        /// The smallest one.
        static Asked smallest(WireFormat wire) {
            String said = wire == WireFormat.RESPONSES
                    ? "\"input\":\"hi\""
                    : "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream_options\":{\"include_usage\":true}";
            String body = "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true," + said + "}";
            return of(wire, body.getBytes(StandardCharsets.UTF_8));
        }

        Fitting at(WireFormat upstream) {
            return Formats.ofProviders(upstream).write(canonical, call, aim(upstream));
        }

        Reply reply() {
            return new Reply(call, canonical, "answer-1", "model-9", 17);
        }
    }

    /// Both lists.
    static <T> List<T> both(List<T> some, List<T> more) {
        List<T> both = new ArrayList<>(some);
        both.addAll(more);
        return both;
    }
}

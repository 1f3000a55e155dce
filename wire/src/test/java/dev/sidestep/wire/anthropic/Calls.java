package dev.sidestep.wire.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.format.Repair;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.ToolCallMemory;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.openai.OpenAiFormat;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Calls, targets and replies for tests.
final class Calls {
    static final AnthropicFormat FORMAT = AnthropicFormat.INSTANCE;
    static final String OPUS_46 = "claude-opus-4-6";
    static final String OPUS_48 = "claude-opus-4-8";
    static final String HAIKU_45 = "claude-haiku-4-5";
    static final Set<Feature> ALL = Model.unknown("m").features();

    private Calls() {}

    /// A call of a client that declares the older version.
    static ClientCall old(String json) {
        return FORMAT.read(json(json), Map.of());
    }

    /// A call of a client that declares a version.
    static ClientCall in(String version, String json) {
        return FORMAT.read(json(json), Map.of("anthropic-version", version));
    }

    /// A body whose fields follow a model, a limit and a message.
    static String body(String more) {
        return "{\"model\":\"m\",\"max_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                + (more.isEmpty() ? "" : "," + more) + "}";
    }

    static byte[] json(String json) {
        return json.getBytes(UTF_8);
    }

    static Aim aim(String model) {
        return aim(new Model(model, ALL, 0, 32_000, null, Lifecycle.ACTIVE));
    }

    /// A target that lacks some features.
    static Aim without(String model, Feature... lacking) {
        EnumSet<Feature> features = EnumSet.copyOf(ALL);
        Arrays.asList(lacking).forEach(features::remove);
        return aim(new Model(model, features, 0, 32_000, null, Lifecycle.ACTIVE));
    }

    static Aim aim(Model model) {
        return new Aim("call-1", "anthropic", model, "main/" + model.id(), Set.of(), ToolCallMemory.NONE);
    }

    /// The same target after it has refused a signature.
    static Aim repaired(Aim aim) {
        Set<Repair> repairs = Set.of(Repair.WITHOUT_THINKING);
        return new Aim(aim.call(), aim.providerType(), aim.model(), aim.target(), repairs, aim.memory());
    }

    static Reply reply() {
        ClientCall call = old(body(""));
        return new Reply(call, FORMAT.canonical(call), "abc", "gpt-5", 1);
    }

    static Turn turn(Role role, String text) {
        return new Turn(role, List.of(new Part.Text(text)));
    }

    static Turn turn(Role role, Part... parts) {
        return new Turn(role, List.of(parts));
    }

    static Turn result(String id, String text) {
        return turn(Role.TOOL, new Part.ToolResult(id, "", List.of(new Part.Text(text)), false, Extras.NONE));
    }

    static Tool.Function tool(String name) {
        return new Tool.Function(name, "", null, null, Extras.NONE);
    }

    /// A call that came in OpenAI's format, to be changed one thing at a time. Not immutable.
    static final class Chat {
        List<Turn> turns = List.of(turn(Role.USER, "hi"));
        List<Tool> tools = List.of();
        ToolChoice choice = new ToolChoice.Unsaid();

        @Nullable
        Boolean parallel;

        OutputFormat format = new OutputFormat.Text();
        Sampling sampling = Sampling.UNSAID;
        Reasoning reasoning = Reasoning.UNSAID;
        long maxTokens;
        List<String> stop = List.of();
        Extras extras = Extras.NONE;
        String bodyFields = "";

        static Chat of(Turn... turns) {
            Chat chat = new Chat();
            chat.turns = List.of(turns);
            return chat;
        }

        Sent to(String model) {
            return to(aim(model));
        }

        Sent to(Aim aim) {
            String body = "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + bodyFields + "}";
            ClientCall call = OpenAiFormat.INSTANCE.read(json(body), Map.of());
            CanonicalRequest request = new CanonicalRequest(
                    WireFormat.OPENAI,
                    turns,
                    tools,
                    choice,
                    parallel,
                    format,
                    sampling,
                    reasoning,
                    maxTokens,
                    stop,
                    false,
                    extras);
            return new Sent(FORMAT.write(request, call, aim), FORMAT.headers(call, aim));
        }
    }

    /// What leaves for a target.
    record Sent(JsonNode body, List<String> losses, Map<String, String> headers) {
        Sent(Fitting fitting, Map<String, String> headers) {
            this(
                    Trees.parse(fitting.body()).orElseThrow(),
                    fitting.losses().stream().map(Loss::toString).toList(),
                    headers);
        }

        String messages() {
            return body.path("messages").toString();
        }
    }

    /// What leaves where the client speaks the provider's format.
    static Sent edited(ClientCall call, Aim aim) {
        return new Sent(FORMAT.edit(call, aim), FORMAT.headers(call, aim));
    }
}

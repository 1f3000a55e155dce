package dev.sidestep.wire.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ClientFormat;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.ToolCallMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the fuzzers share: wires, targets, answers' addressees, and a judge of JSON that is not ours.
final class Given {
    /// The wires that clients speak.
    static final List<WireFormat> CLIENTS = List.of(WireFormat.OPENAI, WireFormat.RESPONSES, WireFormat.ANTHROPIC);

    /// Targets with as many rules among them as there are: `provider type|model`, and with `!` one that can do nothing
    /// but chat.
    private static final List<String> TARGETS = List.of(
            "nobody|some-model",
            "openai|gpt-5.4",
            "openai|gpt-4o",
            "groq|openai/gpt-oss-120b",
            "mistral|mistral-large",
            "deepseek|deepseek-chat",
            "anthropic|claude-opus-4-8",
            "anthropic|claude-sonnet-4-5",
            "gemini|gemini-2.5-flash",
            "gemini|gemini-3-pro-preview",
            "nobody|some-model!",
            "cerebras|llama!",
            "anthropic|claude-3-5-haiku!",
            "gemini|gemma-3!");

    private static final String LINE = "\"model\":\"m\",\"max_tokens\":9,\"stream\":true";

    /// Bounds far beyond ours.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10_000)
                    .maxNumberLength(1 << 20)
                    .maxNameLength(1 << 20)
                    .maxStringLength(1 << 30)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private Given() {}

    /// The target of a byte: any byte names one.
    static Aim target(byte choice) {
        String named = TARGETS.get(Math.floorMod(choice - 'a', TARGETS.size()));
        boolean isPlain = named.endsWith("!");
        String[] words = named.replace("!", "").split("\\|", 2);
        Set<Feature> features = isPlain ? EnumSet.of(Feature.CHAT) : EnumSet.allOf(Feature.class);
        Model model = new Model(words[1], features, 0, isPlain ? 1_024 : 0, null, Lifecycle.ACTIVE);
        return new Aim("call-1", words[0], model, "account/" + words[1], Set.of(), new Memory());
    }

    /// One of several by a byte, `0` being the first.
    static <T> T pick(List<T> several, byte choice) {
        return several.get(Math.floorMod(choice - '0', several.size()));
    }

    /// Whom an answer goes to: a client that asked for a stream and, in two formats, for its tokens.
    static Reply reply(WireFormat wire) {
        String fields = wire == WireFormat.RESPONSES
                ? "\"input\":\"hi\""
                : "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream_options\":{\"include_usage\":true}";
        ClientFormat format = Formats.ofClients(wire);
        byte[] body = ("{" + LINE + "," + fields + "}").getBytes(StandardCharsets.UTF_8);
        ClientCall call = format.read(body, Map.of());
        return new Reply(call, format.canonical(call), "answer-1", "model-9", 17);
    }

    /// True for one JSON value in UTF-8 and nothing behind it. Read as characters, which is other code of Jackson's
    /// than reads bytes.
    static boolean isJson(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            try (JsonParser parser = FACTORY.createParser(text)) {
                return parser.nextToken() != null && parser.skipChildren() != null && parser.nextToken() == null;
            }
        } catch (CharacterCodingException _) {
            return false;
        } catch (StreamConstraintsException bound) {
            throw new IllegalStateException("too large for the judge", bound);
        } catch (JsonProcessingException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused to be read", e);
        }
    }

    /// A memory that forgets nothing.
    private static final class Memory implements ToolCallMemory {
        private final Map<String, Kept> kept = new HashMap<>();

        @Override
        public void keep(String id, Kept what) {
            kept.put(id, what);
        }

        @Override
        public Optional<Kept> find(String id) {
            return Optional.ofNullable(kept.get(id));
        }
    }
}

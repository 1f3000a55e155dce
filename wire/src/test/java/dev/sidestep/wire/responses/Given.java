package dev.sidestep.wire.responses;

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
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.format.StreamWriter;
import dev.sidestep.wire.format.ToolCallMemory;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the tests of this format start from.
final class Given {
    static final ResponsesFormat FORMAT = ResponsesFormat.INSTANCE;
    static final String TARGET = "main/gpt-5.4";

    private Given() {}

    static ClientCall call(String body) {
        return FORMAT.read(body.replace('\'', '"').getBytes(UTF_8), Map.of());
    }

    static CanonicalRequest canonical(String body) {
        return FORMAT.canonical(call(body));
    }

    /// The turns of these items.
    static List<Turn> turns(String items) {
        return canonical("{'model':'m','input':[" + items + "]}").turns();
    }

    static JsonNode json(String text) {
        return Trees.parse(text.replace('\'', '"')).orElseThrow();
    }

    static JsonNode json(byte[] bytes) {
        return Trees.parse(bytes).orElseThrow();
    }

    static Aim aim() {
        return aim("openai", "gpt-5.4");
    }

    static Aim aim(String provider, String model) {
        return aim(provider, Model.unknown(model));
    }

    static Aim aim(String provider, Model model) {
        return new Aim("call1", provider, model, "main/" + model.id(), Set.of(), memory());
    }

    /// A target that lacks these.
    static Aim lacking(Feature... features) {
        EnumSet<Feature> rest = EnumSet.allOf(Feature.class);
        rest.removeAll(List.of(features));
        return aim("openai", new Model("gpt-5.4", rest, 0, 0, null, Lifecycle.ACTIVE));
    }

    static Model limited(long maxOutputTokens) {
        return new Model("gpt-4.1", EnumSet.allOf(Feature.class), 0, maxOutputTokens, null, Lifecycle.ACTIVE);
    }

    static ToolCallMemory memory() {
        Map<String, ToolCallMemory.Kept> kept = new HashMap<>();
        return new ToolCallMemory() {
            @Override
            public void keep(String id, Kept what) {
                kept.put(id, what);
            }

            @Override
            public Optional<Kept> find(String id) {
                return Optional.ofNullable(kept.get(id));
            }
        };
    }

    static Reply reply(String body) {
        ClientCall call = call(body);
        return new Reply(call, FORMAT.canonical(call), "01HX-abc", "gemini-3-flash", 1_790_000_000L);
    }

    static Reply reply() {
        return reply("{'model':'m','input':'hi'}");
    }

    static Turn turn(Role role, Part... parts) {
        return new Turn(role, List.of(parts));
    }

    static Part.ToolResult result(String id, Part... parts) {
        return new Part.ToolResult(id, "", List.of(parts), false, Extras.NONE);
    }

    /// A request of another format with these turns.
    static Request chat(Turn... turns) {
        return new Request(WireFormat.OPENAI, turns);
    }

    /// Builds requests of another format.
    static final class Request {
        private final WireFormat origin;
        private final List<Turn> turns;
        private List<Tool> tools = List.of();
        private ToolChoice choice = new ToolChoice.Unsaid();
        private OutputFormat format = new OutputFormat.Text();
        private Sampling sampling = Sampling.UNSAID;
        private Reasoning reasoning = Reasoning.UNSAID;
        private long maxOutputTokens;
        private List<String> stop = List.of();
        private Extras extras = Extras.NONE;

        Request(WireFormat origin, Turn... turns) {
            this.origin = origin;
            this.turns = List.of(turns);
        }

        Request tools(Tool... some) {
            tools = List.of(some);
            return this;
        }

        Request choice(ToolChoice one) {
            choice = one;
            return this;
        }

        Request format(OutputFormat one) {
            format = one;
            return this;
        }

        Request sampling(Sampling one) {
            sampling = one;
            return this;
        }

        Request reasoning(Reasoning one) {
            reasoning = one;
            return this;
        }

        Request limit(long tokens) {
            maxOutputTokens = tokens;
            return this;
        }

        Request stop(String... texts) {
            stop = List.of(texts);
            return this;
        }

        Request extras(String json) {
            Map<String, JsonNode> fields = new HashMap<>();
            json(json).properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            extras = new Extras(origin, fields);
            return this;
        }

        Written writeTo(Aim aim) {
            CanonicalRequest request = new CanonicalRequest(
                    origin,
                    turns,
                    tools,
                    choice,
                    null,
                    format,
                    sampling,
                    reasoning,
                    maxOutputTokens,
                    stop,
                    false,
                    extras);
            return new Written(FORMAT.write(request, call("{'model':'m','input':'-'}"), aim));
        }

        Written write() {
            return writeTo(aim());
        }
    }

    /// What was written for a target.
    record Written(Fitting fitting) {
        JsonNode body() {
            return json(fitting.body());
        }

        JsonNode input() {
            return body().path("input");
        }

        List<String> losses() {
            return fitting.losses().stream().map(Loss::toString).toList();
        }
    }

    static Tool.Function function(String name) {
        return new Tool.Function(name, "", json("{'type':'object','properties':{}}"), null, Extras.NONE);
    }

    /// A stream of events of this format.
    static String stream(String... events) {
        StringBuilder stream = new StringBuilder();
        for (String event : events) {
            String type = json(event).path("type").asText();
            stream.append("event: ")
                    .append(type)
                    .append("\ndata: ")
                    .append(event.replace('\'', '"'))
                    .append("\n\n");
        }
        return stream.toString();
    }

    /// What a reader makes of a stream.
    static List<StreamEvent> read(Aim aim, String... events) {
        return readBytes(aim, stream(events).getBytes(UTF_8));
    }

    static List<StreamEvent> readBytes(Aim aim, byte[] bytes) {
        StreamReader reader = FORMAT.reader(aim);
        List<StreamEvent> steps = new ArrayList<>();
        SseReader sse = new SseReader();
        sse.feed(bytes, 0, bytes.length, event -> reader.read(event, steps::add));
        sse.end(event -> reader.read(event, steps::add));
        reader.end(steps::add);
        return steps;
    }

    /// What a writer makes of steps: the data of its events.
    static List<JsonNode> write(Reply reply, StreamEvent... steps) {
        return events(writeBytes(reply, List.of(steps)));
    }

    static byte[] writeBytes(Reply reply, List<StreamEvent> steps) {
        StreamWriter writer = FORMAT.writer(reply);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        steps.forEach(step -> writer.write(step, (bytes, from, to) -> out.write(bytes, from, to - from)));
        writer.end((bytes, from, to) -> out.write(bytes, from, to - from));
        return out.toByteArray();
    }

    /// The data of a stream's events, each of them named as its data say.
    static List<JsonNode> events(byte[] stream) {
        List<JsonNode> events = new ArrayList<>();
        new SseReader().feed(stream, 0, stream.length, event -> {
            JsonNode data = json(event.copy());
            if (!data.path("type").asText().equals(event.type())) {
                throw new AssertionError("event: " + event.type() + " but " + data);
            }
            events.add(data);
        });
        return events;
    }
}

package dev.sidestep.wire.crossing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Random calls with something of everything that more than one wire can say. One per seed of its generator.
final class Conversations {
    private static final List<String> WORDS = List.of(
            "plain",
            "é ü ß",
            "😀👩‍👩‍👧",
            "\u0000\u001f\u007f",
            "\"quoted\" \\ back",
            "\u2028\u2029",
            "line\nbreak\r\n",
            "</s>",
            "{}",
            "null",
            "שלום");

    private final RandomGenerator random;
    private int next;

    Conversations(RandomGenerator random) {
        this.random = random;
    }

    /// A call that came in some format.
    CanonicalRequest of(WireFormat origin) {
        List<Tool> tools = tools();
        return new CanonicalRequest(
                origin,
                turns(tools),
                tools,
                choice(tools),
                tools.isEmpty() || random.nextInt(3) > 0 ? null : random.nextBoolean(),
                format(),
                sampling(),
                reasoning(),
                random.nextBoolean() ? 0 : 1 + random.nextInt(4_000),
                random.nextInt(3) > 0 ? List.of() : List.of("END", "\nHuman:"),
                random.nextBoolean(),
                Extras.NONE);
    }

    private List<Turn> turns(List<Tool> tools) {
        List<Turn> turns = new ArrayList<>();
        if (random.nextBoolean()) {
            turns.add(new Turn(random.nextBoolean() ? Role.SYSTEM : Role.DEVELOPER, List.of(text())));
        }
        int rounds = 1 + random.nextInt(4);
        for (int round = 0; round < rounds; round++) {
            turns.add(new Turn(Role.USER, asked(), random.nextInt(8) == 0 ? "bob" : "", Extras.NONE));
            if (random.nextInt(8) == 0) {
                turns.add(new Turn(Role.SYSTEM, List.of(text())));
            }
            if (round + 1 < rounds || random.nextBoolean()) {
                answered(turns, tools);
            }
        }
        if (turns.getLast().role() == Role.ASSISTANT) {
            turns.add(new Turn(Role.USER, List.of(text())));
        }
        return turns;
    }

    private List<Part> asked() {
        List<Part> parts = new ArrayList<>();
        parts.add(text());
        int more = random.nextInt(3);
        for (int i = 0; i < more; i++) {
            parts.add(
                    switch (random.nextInt(4)) {
                        case 0 -> new Part.Image(inline("image/png"), "", Extras.NONE);
                        case 1 -> new Part.Image(new Source.Url("https://x/" + next++ + ".png"), "", Extras.NONE);
                        case 2 -> new Part.Document(inline("application/pdf"), "a" + next++ + ".pdf", Extras.NONE);
                        default -> text();
                    });
        }
        return parts;
    }

    private void answered(List<Turn> turns, List<Tool> tools) {
        List<Part> parts = new ArrayList<>();
        if (random.nextInt(5) == 0) {
            parts.add(new Part.Thinking("hm " + next++, null, Extras.NONE));
        }
        if (tools.isEmpty() || random.nextBoolean()) {
            parts.add(text());
        }
        List<Turn> results = new ArrayList<>();
        int calls = tools.isEmpty()
                ? 0
                : (parts.stream().allMatch(Part.Thinking.class::isInstance) ? 1 : 0) + random.nextInt(3);
        for (int i = 0; i < calls; i++) {
            String id = "call_" + next++;
            String name = ((Tool.Function) tools.get(random.nextInt(tools.size()))).name();
            parts.add(new Part.ToolCall(id, name, Trees.text(arguments())));
            results.add(new Turn(Role.TOOL, List.of(result(id, name))));
        }
        turns.add(new Turn(Role.ASSISTANT, parts));
        turns.addAll(results);
    }

    private Part result(String id, String name) {
        List<Part> parts = random.nextInt(5) == 0
                ? List.of(text(), new Part.Image(inline("image/png"), "", Extras.NONE))
                : List.of(text());
        return new Part.ToolResult(id, name, parts, random.nextInt(4) == 0, Extras.NONE);
    }

    private Part text() {
        return new Part.Text("t" + next++ + " " + WORDS.get(random.nextInt(WORDS.size())));
    }

    private Source inline(String mediaType) {
        return new Source.Inline(mediaType, "AAA" + (char) ('A' + random.nextInt(26)));
    }

    private ObjectNode arguments() {
        ObjectNode arguments = Trees.object();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(4)) {
                case 0 -> arguments.put("s", WORDS.get(random.nextInt(WORDS.size())));
                case 1 -> arguments.put("n", new BigDecimal("12345678901234567890.0123456789"));
                case 2 -> arguments.putArray("a").add(1).addNull().add(true).addObject();
                default -> arguments.putObject("é").put("deep", -0.5);
            }
        }
        return arguments;
    }

    private List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String description = random.nextBoolean() ? "" : "does " + WORDS.get(random.nextInt(WORDS.size()));
            tools.add(new Tool.Function("f_" + i, description, schema(), null, Extras.NONE));
        }
        return tools;
    }

    private JsonNode schema() {
        ObjectNode schema = Trees.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("city").put("type", "string").put("description", "where, é");
        properties.putObject("n").put("type", "integer");
        properties
                .putObject("one")
                .put("type", "string")
                .putArray("enum")
                .add("a")
                .add("b");
        properties.putObject("list").put("type", "array").putObject("items").put("type", "number");
        schema.putArray("required").add("n").add("city");
        return schema;
    }

    private ToolChoice choice(List<Tool> tools) {
        if (tools.isEmpty()) {
            return new ToolChoice.Unsaid();
        }
        return switch (random.nextInt(6)) {
            case 0 -> new ToolChoice.Auto();
            case 4 -> new ToolChoice.Among(List.of("f_0"), random.nextBoolean());
            case 1 -> new ToolChoice.None();
            case 2 -> new ToolChoice.Required();
            case 3 -> new ToolChoice.Named("f_" + random.nextInt(tools.size()));
            default -> new ToolChoice.Unsaid();
        };
    }

    private OutputFormat format() {
        return switch (random.nextInt(4)) {
            case 0 -> new OutputFormat.Json();
            case 1 -> new OutputFormat.JsonSchema("shape", "", strict(), true);
            default -> new OutputFormat.Text();
        };
    }

    private static JsonNode strict() {
        ObjectNode schema = Trees.object().put("type", "object");
        schema.putObject("properties").putObject("a").put("type", "string");
        schema.putArray("required").add("a");
        return schema.put("additionalProperties", false);
    }

    private Sampling sampling() {
        return new Sampling(
                seldom(new BigDecimal("0.30")),
                seldom(new BigDecimal("0.95")),
                seldom(40L),
                seldom(new BigDecimal("0.5")),
                seldom(new BigDecimal("-0.5")),
                seldom(7L),
                null,
                null,
                null,
                null);
    }

    private Reasoning reasoning() {
        return random.nextInt(4) > 0
                ? Reasoning.UNSAID
                : new Reasoning(Reasoning.Mode.ON, Reasoning.Effort.HIGH, 0, false);
    }

    private <T> @Nullable T seldom(T said) {
        return random.nextInt(4) > 0 ? null : said;
    }
}

package dev.sidestep.wire.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a client asks for, Gemini finds nothing in it to refuse.
class RandomCallsTest {
    private static final List<String> MODELS = List.of(
            "gemini-2.0-flash",
            "gemini-2.5-pro",
            "gemini-2.5-flash-lite",
            "gemini-3-flash-preview",
            "gemini-3.1-pro-preview",
            "gemini-3.8-flash");
    private static final List<String> TEXTS = List.of("", " ", "hi", "{\"a\":1}", "é😀\n", "[1]", "{");
    private static final List<String> IDS = List.of("a", "b", "call_1", "", "toolu.01:x");
    private static final List<String> NAMES = List.of("f", "look_up", "3d-view", "a.b", "_x_y");
    private static final List<String> SCHEMAS = List.of(
            "{}",
            "true",
            "{'type':'object','properties':{'a':{'$ref':'#/$defs/n'}},'required':['a','z'],"
                    + "'$defs':{'n':{'type':'object','properties':{'n':{'$ref':'#/$defs/n'}},'required':['n']}}}",
            "{'allOf':[{'properties':{'x':{'const':true,'pattern':'x'}}},{'not':{}}],'type':'object'}",
            "{'type':'object','properties':{'t':{'type':'array','items':[{'enum':[1,null]}],'description':null}}}",
            "{'definitions':{'q':{'type':'string','nullable':true}},'$ref':'#/definitions/q','title':'t'}");

    static IntStream seeds() {
        return IntStream.range(0, 2_000);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyCallKeepsGeminisRules(int seed) {
        Random random = new Random(seed);
        String model = one(random, MODELS);
        Asked asked = call(random, model);

        assertThat(Rules.broken(asked.body(), model))
                .as("seed %d: %s", seed, asked.body())
                .isEmpty();
        assertThat(asked.written().body()).isEqualTo(asked.written().body());
    }

    private static Asked call(Random random, String model) {
        Asked asked = Asked.of(turns(random))
                .to(model)
                .sampling(sampling(random))
                .reasoning(reasoning(random))
                .format(format(random))
                .choice(choice(random))
                .maxOutputTokens(random.nextInt(100_000))
                .stop("x", "", "y", "1", "2", "3", "4");
        for (int i = random.nextInt(3); i > 0; i--) {
            asked.tool(tool(random));
        }
        asked.kept("a", "fc.1", random.nextBoolean() ? null : Asked.signature("kept"));
        for (Feature feature : List.of(Feature.TOOLS, Feature.VISION, Feature.JSON_SCHEMA, Feature.FORCED_TOOLS)) {
            if (random.nextInt(5) == 0) {
                asked.without(feature);
            }
        }
        return model.startsWith("gemini-2") ? asked.without(Feature.JSON_SCHEMA_WITH_TOOLS) : asked;
    }

    private static Turn[] turns(Random random) {
        List<Turn> turns = new ArrayList<>();
        for (int i = random.nextInt(10); i > 0; i--) {
            List<Part> parts = new ArrayList<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                parts.add(part(random));
            }
            Role role = Role.values()[random.nextInt(Role.values().length)];
            turns.add(new Turn(role, parts, random.nextInt(5) == 0 ? "bob" : "", Extras.NONE));
        }
        return turns.toArray(Turn[]::new);
    }

    private static Part part(Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Part.Text(one(random, TEXTS), opaque(random), Extras.NONE);
            case 2, 3 ->
                new Part.ToolCall(
                        one(random, IDS), one(random, NAMES), one(random, TEXTS), opaque(random), Extras.NONE);
            case 4, 5 -> {
                List<Part> parts =
                        List.of(new Part.Text(one(random, TEXTS)), new Part.Image(source(random), "", Extras.NONE));
                yield new Part.ToolResult(one(random, IDS), "", parts, random.nextBoolean(), Extras.NONE);
            }
            case 6 -> new Part.Thinking(one(random, TEXTS), opaque(random), Extras.NONE);
            case 7 -> new Part.Refusal(one(random, TEXTS));
            case 8 -> new Part.Document(source(random), "d", Extras.NONE);
            default -> new Part.Unknown(WireFormat.OPENAI, Asked.json("{}"));
        };
    }

    private static Opaque opaque(Random random) {
        return random.nextBoolean() ? Asked.signature("s") : new Opaque(WireFormat.ANTHROPIC, "a/b", "signature", "s");
    }

    private static Source source(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Source.Inline("image/png", "iVBO");
            case 3 -> new Source.Url("https://example.org/a.png");
            case 1 -> new Source.Url("data:image/png;x=y;base64,iVBO");
            case 2 -> new Source.PlainText(one(random, TEXTS));
            default -> new Source.Handle("file-1");
        };
    }

    private static Tool tool(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Tool.Unknown(WireFormat.ANTHROPIC, Asked.json("{}"));
            case 1 -> new Tool.Function(one(random, NAMES), "", null, true, Extras.NONE);
            default -> Asked.function(one(random, NAMES), one(random, SCHEMAS));
        };
    }

    private static ToolChoice choice(Random random) {
        List<ToolChoice> choices = List.of(
                new ToolChoice.Unsaid(),
                new ToolChoice.None(),
                new ToolChoice.Required(),
                new ToolChoice.Among(List.of("f", "a.b"), random.nextBoolean()));
        return one(random, choices);
    }

    private static OutputFormat format(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new OutputFormat.Text();
            case 1 -> new OutputFormat.Json();
            default -> new OutputFormat.JsonSchema("n", "what", Asked.json(one(random, SCHEMAS)), true);
        };
    }

    private static Sampling sampling(Random random) {
        BigDecimal number = BigDecimal.valueOf(random.nextDouble() * 4);
        return new Sampling(
                number, number, (long) random.nextInt(90), number, number, random.nextLong(), null, true, 2L, 3L);
    }

    private static Reasoning reasoning(Random random) {
        Reasoning.Mode mode = Reasoning.Mode.values()[random.nextInt(3)];
        Reasoning.Effort effort = random.nextBoolean() ? null : Reasoning.Effort.values()[random.nextInt(7)];
        return new Reasoning(mode, effort, random.nextInt(3) * 20_000L, random.nextBoolean());
    }

    private static <T> T one(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}

package dev.sidestep.wire.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Through the canonical model and back, and whatever else comes.
class RoundTripTest {
    private static final int CALLS_PER_SEED = 300;
    private static final String[] WRONG = {
        "null",
        "true",
        "7",
        "-1",
        "1e999999999",
        "\"x\"",
        "\"\"",
        "[]",
        "{}",
        "[[[]]]",
        "{\"type\":\"text\"}",
        "[{\"type\":\"tool_result\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"content\"}}]}]",
        "{\"type\":\"enabled\",\"budget_tokens\":1e400}",
        "\"sidestep.1.AAAA\"",
        "\"sidestep.1.!\""
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void callsComeBackAsTheyWere(long seed) {
        RandomCalls calls = new RandomCalls(random(seed));
        for (int i = 0; i < CALLS_PER_SEED; i++) {
            ObjectNode asked = calls.next();
            ClientCall call = Calls.old(asked.toString());

            Fitting back = Calls.FORMAT.write(Calls.FORMAT.canonical(call), call, Calls.aim("some-model"));

            assertThat(normal(Trees.parse(back.body()).orElseThrow()))
                    .as("seed %d, call %d", seed, i)
                    .isEqualTo(normal(Trees.parse(asked.toString()).orElseThrow()));
            assertThat(back.losses()).as("seed %d, call %d", seed, i).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void editsOfCallsThatFitChangeNothing(long seed) {
        RandomCalls calls = new RandomCalls(random(seed));
        for (int i = 0; i < CALLS_PER_SEED; i++) {
            ClientCall call = Calls.old(calls.next().toString());

            assertThat(Calls.FORMAT.edit(call, Calls.aim("some-model")).body())
                    .as("seed %d, call %d", seed, i)
                    .isSameAs(call.body().bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void wrongTypesAreRefusedOrPassed(long seed) {
        RandomGenerator random = random(seed);
        RandomCalls calls = new RandomCalls(random);
        int refused = 0;
        for (int i = 0; i < CALLS_PER_SEED; i++) {
            ObjectNode broken = calls.next();
            spoil(broken, random);
            refused += survives(broken.toString(), "seed " + seed + ", call " + i) ? 0 : 1;
        }
        assertThat(refused).isBetween(1, CALLS_PER_SEED - 1);
    }

    @Test
    void deepNestingIsRefused() {
        for (String block : List.of("[", "{\"a\":", "{\"type\":\"tool_result\",\"tool_use_id\":\"x\",\"content\":[")) {
            String deep = "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":["
                    + block.repeat(100_000);

            assertThat(survives(deep, block)).isFalse();
        }
    }

    @Test
    void deepestNestingThatIsReadIsWrittenToo() {
        String open = "{\"type\":\"tool_result\",\"tool_use_id\":\"x\",\"content\":[";
        int depth = 90;
        String nested = "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":["
                + open.repeat(depth) + "]}".repeat(depth) + "]}]}";

        assertThat(survives(nested, "nested")).isTrue();
    }

    @Test
    void bytesThatAreNoJsonAreRefused() {
        for (String body : List.of("", "[]", "{", "nonsense", "{\"model\":\"m\"} x", "\ufeff{}")) {
            assertThat(survives(body, body)).isFalse();
        }
    }

    /// True where a body is read, edited and written without complaint, false where it is refused as it should be.
    private static boolean survives(String body, String what) {
        try {
            ClientCall call = Calls.FORMAT.read(body.getBytes(UTF_8), Map.of());
            for (String model : List.of("some-model", Calls.OPUS_48, Calls.HAIKU_45)) {
                Calls.FORMAT.edit(call, Calls.aim(model));
                Calls.FORMAT.edit(call, Calls.repaired(Calls.aim(model)));
            }
            Fitting written = Calls.FORMAT.write(Calls.FORMAT.canonical(call), call, Calls.aim(Calls.HAIKU_45));
            assertThat(Trees.parse(written.body())).as(what).isPresent();
            return true;
        } catch (InvalidRequestException refused) {
            return false;
        }
    }

    /// Puts something wrong in a random place.
    private static void spoil(ObjectNode call, RandomGenerator random) {
        JsonNode wrong = Trees.parse(WRONG[random.nextInt(WRONG.length)]).orElseThrow();
        JsonNode place = call;
        while (true) {
            int child = random.nextInt(place.size());
            JsonNode next = new ArrayList<>(place.valueStream().toList()).get(child);
            if (next.isContainerNode() && !next.isEmpty() && random.nextInt(4) > 0) {
                place = next;
            } else if (place instanceof ObjectNode object) {
                object.set(
                        new ArrayList<>(object.propertyStream().toList())
                                .get(child)
                                .getKey(),
                        wrong);
                return;
            } else {
                ((ArrayNode) place).set(child, wrong);
                return;
            }
        }
    }

    /// Without the shorthand: a text for one block of text, and what counts anyway.
    private static JsonNode normal(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode normal = Trees.object();
            object.properties().forEach(field -> normal.set(field.getKey(), normal(field.getKey(), field.getValue())));
            if (!normal.path("is_error").asBoolean()) {
                normal.remove("is_error");
            }
            return normal;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode normal = Trees.array();
            array.forEach(element -> normal.add(normal(element)));
            return normal;
        }
        return node;
    }

    private static JsonNode normal(String name, JsonNode value) {
        boolean isShort = value.isTextual() && (name.equals("content") || name.equals("system"));
        return isShort
                ? Trees.array().add(Trees.object().put("type", "text").put("text", value.textValue()))
                : normal(value);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}

package dev.sidestep.wire.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.crossing.Crossing.Asked;
import dev.sidestep.wire.json.Trees;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Calls that are large in one direction: four times as much takes about four times as long, on every way.
class LargeCallsTest {
    private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";

    static final List<String> ODD_TEXTS = List.of(
            "\\ud800",
            "\\udc00x",
            "a\\ud83d",
            "\\ud83d\\ude00",
            "\\u0000\\uffff\\ufdd0",
            "\\u202e\\u2028",
            "\u0378\ue000");

    static Stream<Arguments> growths() {
        return Stream.of(
                Arguments.of("long texts", 2_500_000, (IntFunction<String>) LargeCallsTest::longText),
                Arguments.of("escapes", 500_000, (IntFunction<String>) LargeCallsTest::escapes),
                Arguments.of("tool calls", 500, (IntFunction<String>) LargeCallsTest::toolCalls),
                Arguments.of("turns", 2_500, (IntFunction<String>) LargeCallsTest::turns),
                Arguments.of("long numbers", 500, (IntFunction<String>) LargeCallsTest::longNumbers),
                Arguments.of("deep schemas", 20, (IntFunction<String>) LargeCallsTest::deepSchema),
                Arguments.of("wide schemas", 2_000, (IntFunction<String>) LargeCallsTest::wideSchema),
                Arguments.of("references", 500, (IntFunction<String>) LargeCallsTest::references));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("growths")
    void timeGrowsWithTheSize(String what, int size, IntFunction<String> calls) {
        Growth.isLinear(calls.apply(size), calls.apply(4 * size), LargeCallsTest::everywhere);
    }

    @ParameterizedTest
    @FieldSource("ODD_TEXTS")
    void oddTextsLeaveAsJsonInUtf8(String odd) {
        Asked asked = chat("{\"role\":\"user\",\"content\":\"" + odd + "\"}", "");

        for (WireFormat upstream : WireFormat.values()) {
            byte[] body = asked.at(upstream).body();

            String text = new String(body, StandardCharsets.UTF_8);
            assertThat(text.getBytes(StandardCharsets.UTF_8)).as("%s", upstream).isEqualTo(body);
            assertThat(Trees.parse(body)).as("%s", upstream).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void aNumberOfAnyLengthInASchemaKeepsItsDigits(WireFormat upstream) {
        String number = "12345678901234567890." + "0".repeat(300) + "1";
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[" + number + "]}}}";
        Asked asked = chat(USER, ",\"tools\":[" + tool(schema) + "]");

        assertThat(new String(asked.at(upstream).body(), StandardCharsets.UTF_8))
                .contains(number);
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void referencesThatDoubleOverAndOverAreNotWrittenOut(WireFormat upstream) {
        String definitions = several(
                60,
                i -> "\"d" + i + "\":{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/d" + (i + 1)
                        + "\"},\"b\":{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}}}");
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/d0\"}},\"$defs\":{"
                + definitions + ",\"d60\":{\"type\":\"string\"}}}";
        Asked asked = chat(USER, ",\"tools\":[" + tool(schema) + "]");

        assertThat(asked.at(upstream).body()).hasSizeLessThan(1 << 20);
    }

    private static void everywhere(String body) {
        Asked asked = Asked.of(WireFormat.OPENAI, body.getBytes(StandardCharsets.UTF_8));
        Formats.ofProviders(WireFormat.OPENAI).edit(asked.call(), Crossing.aim(WireFormat.OPENAI));
        for (WireFormat upstream : WireFormat.values()) {
            byte[] written = asked.at(upstream).body();
            if (Crossing.CLIENTS.contains(upstream)) {
                Asked there = Asked.of(upstream, written);
                Formats.ofProviders(upstream).edit(there.call(), Crossing.aim(upstream));
                there.at(WireFormat.GEMINI);
            }
        }
    }

    private static Asked chat(String messages, String fields) {
        return Asked.of(WireFormat.OPENAI, body(messages, fields).getBytes(StandardCharsets.UTF_8));
    }

    private static String body(String messages, String fields) {
        return "{\"model\":\"m\",\"messages\":[" + messages + "]" + fields + "}";
    }

    private static String longText(int size) {
        return body("{\"role\":\"user\",\"content\":\"" + "é x".repeat(size / 4) + "\"}", "");
    }

    private static String escapes(int size) {
        return body("{\"role\":\"user\",\"content\":\"" + "\\u00e9\\n".repeat(size / 8) + "\"}", "");
    }

    private static String toolCalls(int size) {
        String calls = several(
                size,
                i -> "{\"id\":\"call_" + i + "\",\"type\":\"function\",\"function\":{\"name\":\"f" + i % 50
                        + "\",\"arguments\":\"{\\\"a\\\":" + i + "}\"}}");
        String results = several(
                size, i -> "{\"role\":\"tool\",\"tool_call_id\":\"call_" + i + "\",\"content\":\"r" + i + "\"}");
        return body(USER + ",{\"role\":\"assistant\",\"tool_calls\":[" + calls + "]}," + results, "");
    }

    private static String turns(int size) {
        return body(
                several(
                                size,
                                i -> "{\"role\":\"" + (i % 3 == 0 ? "assistant" : "user") + "\",\"content\":\"t" + i
                                        + "\"}")
                        + "," + USER,
                "");
    }

    private static String longNumbers(int size) {
        String numbers = several(size, _ -> "7".repeat(900));
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[" + numbers + "]}}}";
        return body(USER, ",\"tools\":[" + tool(schema) + "]");
    }

    private static String deepSchema(int size) {
        String open = "{\"type\":\"object\",\"properties\":{\"p\":";
        String schema = open.repeat(size) + "{\"type\":\"string\"}" + "}}".repeat(size);
        return body(USER, ",\"tools\":[" + several(20, _ -> tool(schema)) + "]");
    }

    private static String wideSchema(int size) {
        String properties = several(size, i -> "\"p" + i + "\":{\"type\":[\"string\",\"null\"],\"minLength\":2}");
        return body(USER, ",\"tools\":[" + tool("{\"type\":\"object\",\"properties\":{" + properties + "}}") + "]");
    }

    private static String references(int size) {
        String properties = several(size, i -> "\"p" + i + "\":{\"$ref\":\"#/$defs/d" + i + "\"}");
        String definitions = several(size, i -> "\"d" + i + "\":{\"type\":\"string\",\"description\":\"d\"}");
        String schema = "{\"type\":\"object\",\"properties\":{" + properties + "},\"$defs\":{" + definitions + "}}";
        return body(USER, ",\"tools\":[" + tool(schema) + "]");
    }

    private static String tool(String schema) {
        return "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":" + schema + "}}";
    }

    private static String several(int count, IntFunction<String> one) {
        return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining(","));
    }
}

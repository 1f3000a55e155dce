package dev.sidestep.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void eachValueBeginsAndEndsWhereItsTextDoes(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<String> values = new ArrayList<>();
            StringBuilder json = new StringBuilder("xx{");
            for (int i = random.nextInt(5); i > 0; i--) {
                values.add(JsonTree.random(random, 4));
                json.append(JsonTree.field("é", values.getLast(), random)).append(i == 1 ? "" : ",");
            }
            byte[] bytes = json.append('}')
                    .append(JsonTree.space(random))
                    .append("x")
                    .toString()
                    .getBytes(UTF_8);

            assertThat(values(bytes, 2, bytes.length - 1))
                    .as("seed %d, round %d: %s", seed, round, json)
                    .isEqualTo(values);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void damageIsToldByItsPlaceAndNeverQuoted(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = ("xx" + JsonTree.random(random, 4) + "x").getBytes(UTF_8);
            int to = bytes.length - 1;
            for (int i = random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(2, to)] = random.nextBoolean()
                        ? (byte) random.nextInt()
                        : (byte) "{}[]\",:\\ 0-1e.\ntu#".charAt(random.nextInt(18));
            }

            try {
                read(bytes, 2, to);
            } catch (JsonFault fault) {
                assertThat(fault.at()).as("seed %d, round %d", seed, round).isBetween(2, to);
                assertThat(fault.expected()).doesNotContain("#", "code", "Unexpected");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            0                       | 0
            17                      | 17
            100                     | 100
            101                     | 100
            99999999999999999999999 | 100
            -1                      | -1
            -99999999999999999999   | -1
            1.0                     | -1
            1e1                     | -1
            "17"                    | -1
            [17]                    | -1
            null                    | -1
            """)
    void wholeNumbersAreTakenUpToTheMost(String json, long expected) {
        JsonCursor cursor = cursor(json);

        assertThat(cursor.wholeNumber(100)).isEqualTo(expected);
        cursor.finish();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ""         | 0
            "é"        | 2
            "\\u00e9"  | 6
            [ "a", 1 ] | 10
            -1.5       | 4
            null       | 4
            """)
    void steppingOverTellsHowManyBytesAValueTakes(String json, int size) {
        assertThat(cursor(" " + json + "\n").skip()).isEqualTo(size);
    }

    @Test
    void textIsUnescaped() {
        assertThat(cursor("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u263A\\ud83d\\ude00é\"")
                        .text())
                .isEqualTo("\"\\/\b\f\n\r\t☺😀é");
    }

    private static List<String> values(byte[] bytes, int from, int to) {
        List<String> values = new ArrayList<>();
        JsonCursor cursor = new JsonCursor(bytes, from, to);
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            assertThat(cursor.name()).isEqualTo("é");
            int start = cursor.start();
            cursor.skip();
            values.add(new String(bytes, start, cursor.end() - start, UTF_8));
        }
        cursor.finish();
        return values;
    }

    private static void read(byte[] bytes, int from, int to) {
        JsonCursor cursor = new JsonCursor(bytes, from, to);
        cursor.textOrEmpty();
        cursor.finish();
    }

    private static JsonCursor cursor(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return new JsonCursor(bytes, 0, bytes.length);
    }
}

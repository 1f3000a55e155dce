package dev.sidestep.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void steppingOverEndsWhereTheValueEnds(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String json = JsonTree.random(random, 5);
            byte[] bytes = ("x" + json + ",").getBytes(UTF_8);
            JsonCursor cursor = new JsonCursor(bytes, 1, bytes.length);

            cursor.skip();

            assertThat(cursor.at())
                    .as("seed %d, round %d: %s", seed, round, json)
                    .isEqualTo(bytes.length - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void damagedJsonIsRefusedWhereAnotherParserRefusesIt(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = JsonTree.random(random, 4).getBytes(UTF_8);
            for (int i = random.nextInt(3); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:\\ 0-1e.\ntu".charAt(random.nextInt(17));
            }

            assertThat(isJson(bytes))
                    .as("seed %d, round %d: %s", seed, round, new String(bytes, UTF_8))
                    .isEqualTo(isJsonElsewhere(bytes));
        }
    }

    private static boolean isJson(byte[] bytes) {
        JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
        try {
            cursor.skip();
            cursor.finish();
            return true;
        } catch (JsonFault _) {
            return false;
        }
    }

    private static boolean isJsonElsewhere(byte[] bytes) {
        try {
            JsonTree.parse(bytes);
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }
}

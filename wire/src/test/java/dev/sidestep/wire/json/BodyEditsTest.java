package dev.sidestep.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyEditsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {"a":1,"b":2,"c":3}         | a   | {"b":2,"c":3}
            {"a":1,"b":2,"c":3}         | b   | {"a":1,"c":3}
            {"a":1,"b":2,"c":3}         | c   | {"a":1,"b":2}
            {"a":1,"b":2,"c":3}         | ab  | {"c":3}
            {"a":1,"b":2,"c":3}         | bc  | {"a":1}
            {"a":1,"b":2,"c":3}         | ac  | {"b":2}
            {"a":1,"b":2,"c":3}         | abc | {}
            { "a" : 1 , "b" : 2 }       | a   | { "b" : 2 }
            { "a" : 1 , "b" : 2 }       | b   | { "a" : 1 }
            { "a" : 1 }                 | a   | {  }
            {"a":1,"b":2,"a":3}         | a   | {"b":2}
            {"\\u0061":1,"b":2}         | a   | {"b":2}
            {"b":{"a":1},"c":["a"]}     | a   | {"b":{"a":1},"c":["a"]}
            {}                          | a   | {}
            """)
    void removedFieldsTakeTheirCommaAlong(String body, String names, String edited) {
        BodyEdits edits = edits(body);

        names.chars().forEach(name -> edits.remove(Character.toString(name)));

        assertThat(edits.apply()).asString(UTF_8).isEqualTo(edited);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {}                | {"z":[1]}
            { }               | {"z":[1] }
            {"b":1}           | {"b":1,"z":[1]}
            {"b":1 }          | {"b":1,"z":[1] }
            {"a":0}           | {"z":[1]}
            {"b":1,"a":0}     | {"b":1,"z":[1]}
            {"a":0,"b":1}     | {"b":1,"z":[1]}
            """)
    void insertedFieldComesLast(String body, String edited) {
        assertThat(edits(body).remove("a").insert("z", "[1]").apply())
                .asString(UTF_8)
                .isEqualTo(edited);
    }

    @Test
    void renamedFieldKeepsItsValueAndTheSpaceAround() {
        assertThat(edits("{ \"\\u0061\" :  7 }").rename("a", "longer").apply())
                .asString(UTF_8)
                .isEqualTo("{ \"longer\" :  7 }");
    }

    @Test
    void renamedFieldCanGetAnotherValueToo() {
        assertThat(edits("{\"a\":7,\"b\":1}").rename("a", "c").json("a", "6").apply())
                .asString(UTF_8)
                .isEqualTo("{\"c\":6,\"b\":1}");
    }

    @Test
    void nothingToChangeGivesTheOriginal() {
        byte[] body = "{\"a\":1}".getBytes(UTF_8);
        RequestBody scanned = RequestBody.scan(body, (_, cursor) -> cursor.skip());

        assertThat(new BodyEdits(scanned).remove("x").rename("y", "z").apply()).isSameAs(body);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void editedBodyIsTheOriginalButForTheEdit(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] body = randomBody(random);
            Map<String, Object> expected = new LinkedHashMap<>(JsonTree.parseObject(body));
            BodyEdits edits = new BodyEdits(RequestBody.scan(body, (_, cursor) -> cursor.skip()));

            for (int i = random.nextInt(4); i > 0; i--) {
                String name = "k" + random.nextInt(6);
                expected.remove(name);
                edits.remove(name);
            }
            String set = "k" + random.nextInt(6);
            expected.replace(set, "'new \"value\"\n");
            edits.text(set, "new \"value\"\n");
            if (random.nextBoolean()) {
                expected.put("added", "true");
                edits.insert("added", "true");
            }

            assertThat(JsonTree.parse(edits.apply()))
                    .as("seed %d, round %d: %s", seed, round, new String(body, UTF_8))
                    .isEqualTo(expected);
        }
    }

    private static byte[] randomBody(Random random) {
        StringBuilder body = new StringBuilder(JsonTree.space(random)).append('{');
        int size = random.nextInt(7);
        for (int i = 0; i < size; i++) {
            body.append(i == 0 ? "" : ",").append(JsonTree.field("k" + i, JsonTree.random(random, 4), random));
        }
        return body.append(JsonTree.space(random))
                .append('}')
                .append(JsonTree.space(random))
                .toString()
                .getBytes(UTF_8);
    }

    private static BodyEdits edits(String body) {
        return new BodyEdits(RequestBody.scan(body.getBytes(UTF_8), (_, cursor) -> cursor.skip()));
    }
}

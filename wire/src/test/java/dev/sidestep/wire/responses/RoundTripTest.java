package dev.sidestep.wire.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.json.Trees;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read and written again is the same, up to shorthand: a text for a message, a message's type, ids of items,
/// `instructions` for a first message of the operator's, and what every translated call says of being stored.
class RoundTripTest {
    private static final List<String> TEXTS = List.of("hi", "\"é\n", "{\"a\":1}", "😀 .", " ");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void callIsTheSameWhenWrittenAgain(long seed) {
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            ObjectNode body = body(random);
            ClientCall call = Given.FORMAT.read(Trees.bytes(body), Map.of());

            Fitting again = Given.FORMAT.write(Given.FORMAT.canonical(call), call, Given.aim("other", "m"));

            assertThat(plain(Given.json(again.body())))
                    .as("seed " + seed + ": " + body)
                    .isEqualTo(plain(body));
            assertThat(again.losses()).as("seed " + seed + ": " + body).isEmpty();
        }
    }

    /// Without shorthand.
    private static JsonNode plain(JsonNode body) {
        ObjectNode plain = body.deepCopy();
        plain.remove(List.of("store", "include"));
        ArrayNode items = Trees.array();
        if (plain.has("instructions")) {
            items.add(message("system", plain.remove("instructions")));
        }
        if (plain.path("input").isTextual()) {
            items.add(message("user", plain.path("input")));
        } else {
            plain.path("input").forEach(item -> items.add(item(item.deepCopy())));
        }
        plain.set("input", items);
        return plain;
    }

    private static ObjectNode item(ObjectNode item) {
        item.remove(List.of("id", "status"));
        if (!item.has("type")) {
            item.put("type", "message");
        }
        String said = item.path("role").asText().equals("assistant") ? "output_text" : "input_text";
        for (String field : List.of("content", "output")) {
            if (item.path(field).isTextual()) {
                item.set(field, parts(said, item.path(field)));
            }
            item.path(field).forEach(part -> ((ObjectNode) part).remove("annotations"));
        }
        return item;
    }

    private static ObjectNode message(String role, JsonNode text) {
        ObjectNode item = Trees.object().put("type", "message").put("role", role);
        item.set("content", parts("input_text", text));
        return item;
    }

    private static ArrayNode parts(String type, JsonNode text) {
        ArrayNode parts = Trees.array();
        if (!text.asText().isEmpty()) {
            parts.addObject().put("type", type).set("text", text);
        }
        return parts;
    }

    private static String text(RandomGenerator random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static ObjectNode body(RandomGenerator random) {
        ObjectNode body = Trees.object().put("model", "m");
        if (random.nextBoolean()) {
            body.put("instructions", text(random));
        }
        if (random.nextInt(5) == 0) {
            body.put("input", text(random));
        } else {
            body.set("input", items(random));
        }
        if (random.nextBoolean()) {
            tools(body, random);
        }
        if (random.nextBoolean()) {
            body.set("reasoning", Given.json("{'effort':'low','summary':'concise'}"));
        }
        if (random.nextBoolean()) {
            body.set(
                    "text",
                    Given.json("{'format':{'type':'json_schema','name':'n','schema':{'type':'object'},"
                            + "'strict':false},'verbosity':'low'}"));
        }
        if (random.nextBoolean()) {
            body.set("temperature", Given.json("0.50"));
            body.put("max_output_tokens", 16 + random.nextInt(9)).put("stream", true);
        }
        if (random.nextBoolean()) {
            body.set("metadata", Given.json("{'a':'b'}"));
            body.put("truncation", "auto").put("previous_response_id", "resp_1");
        }
        return body;
    }

    private static void tools(ObjectNode body, RandomGenerator random) {
        ArrayNode tools = body.putArray("tools");
        tools.add(Given.json("{'type':'function','name':'f','description':'d','parameters':{'type':'object',"
                + "'properties':{'z':{},'a':{}}},'strict':true}"));
        tools.add(Given.json("{'type':'web_search','filters':{}}"));
        body.set(
                "tool_choice",
                Given.json(List.of(
                                "'auto'",
                                "'none'",
                                "'required'",
                                "{'type':'function','name':'f'}",
                                "{'type':'web_search'}",
                                "{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'f'}]}")
                        .get(random.nextInt(6))));
        body.put("parallel_tool_calls", random.nextBoolean());
    }

    private static ArrayNode items(RandomGenerator random) {
        ArrayNode items = Trees.array();
        int length = 1 + random.nextInt(5);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(5)) {
                case 0 -> items.addObject().put("role", "user").put("content", text(random));
                case 1 -> items.add(rich(random));
                case 2 -> items.addObject().put("role", "developer").put("content", text(random));
                case 3 -> answer(items, random);
                default -> calls(items, "c" + i, random);
            }
        }
        return items.add(Given.json("{'role':'user','content':'go on'}"));
    }

    private static JsonNode rich(RandomGenerator random) {
        ObjectNode item = Trees.object().put("type", "message").put("role", "user");
        item.putArray("content")
                .add(Trees.object().put("type", "input_text").put("text", text(random)))
                .add(Given.json("{'type':'input_image','image_url':'data:image/png;base64,AA','detail':'auto'}"))
                .add(Given.json(
                        "{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,AA'}"))
                .add(Given.json("{'type':'input_file','file_id':'file-1'}"))
                .add(Given.json("{'type':'input_image','image_url':'https://a/b','detail':'low'}"));
        return item;
    }

    private static void answer(ArrayNode items, RandomGenerator random) {
        if (random.nextBoolean()) {
            items.add(Given.json("{'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'hm'}],"
                    + "'encrypted_content':'gAAA'}"));
        }
        ObjectNode item =
                items.addObject().put("id", "msg_1").put("type", "message").put("status", "completed");
        ArrayNode content = item.put("role", "assistant").putArray("content");
        content.addObject().put("type", "output_text").put("text", text(random)).putArray("annotations");
        if (random.nextBoolean()) {
            content.addObject().put("type", "refusal").put("refusal", text(random));
        }
    }

    private static void calls(ArrayNode items, String id, RandomGenerator random) {
        int calls = 1 + random.nextInt(3);
        for (int i = 0; i < calls; i++) {
            items.addObject()
                    .put("type", "function_call")
                    .put("id", "fc_1")
                    .put("call_id", id + i)
                    .put("name", "f")
                    .put("arguments", random.nextBoolean() ? "{\"a\": 1.50}" : "not json");
        }
        for (int i = 0; i < calls; i++) {
            ObjectNode result =
                    items.addObject().put("type", "function_call_output").put("call_id", id + i);
            if (random.nextBoolean()) {
                result.put("output", text(random));
            } else {
                result.set("output", rich(random).path("content"));
            }
        }
    }
}

package dev.sidestep.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.json.Trees;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A chat call that goes through the canonical model and back says the same, up to shorthand: a text for a list of one
/// text part, an absent field for null.
class RoundTripTest {
    private static final String[] TEXTS = {"a", "json", "é日😀", "\"quoted\"\n", "  "};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void callsComeBackAsTheyWere(long seed) {
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            ObjectNode body = body(random);

            assertThat(roundTrip(body)).as("seed %d, call %d", seed, i).isEqualTo(body);
        }
    }

    @Test
    void nothingIsReported() {
        ClientCall call = new ChatCallReader().read(Trees.bytes(body(new Random(9))));

        Fitting fitting =
                OpenAiFormat.INSTANCE.write(OpenAiFormat.INSTANCE.canonical(call), call, Calls.aim("openai", "gpt-4o"));

        assertThat(fitting.losses()).isEmpty();
    }

    private static JsonNode roundTrip(ObjectNode body) {
        ClientCall call = new ChatCallReader().read(Trees.text(body).getBytes(UTF_8));
        return Trees.parse(OpenAiFormat.INSTANCE
                        .write(OpenAiFormat.INSTANCE.canonical(call), call, Calls.aim("openai", "gpt-4o"))
                        .body())
                .orElseThrow();
    }

    private static ObjectNode body(RandomGenerator random) {
        ObjectNode body = Trees.object().put("model", "gpt-4o");
        ArrayNode messages = body.putArray("messages");
        int rounds = 1 + random.nextInt(3);
        for (int round = 0; round < rounds; round++) {
            round(random, messages, round);
        }
        if (random.nextBoolean()) {
            tools(random, body);
        }
        fields(random, body);
        if (random.nextBoolean()) {
            body.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
        return body;
    }

    private static void round(RandomGenerator random, ArrayNode messages, int round) {
        if (random.nextBoolean()) {
            said(random, messages, random.nextBoolean() ? "system" : "developer");
        }
        ObjectNode user = said(random, messages, "user");
        if (random.nextInt(3) == 0) {
            user.put("name", "ann");
        }
        switch (random.nextInt(4)) {
            case 0 -> messages.addObject().put("role", "assistant").put("content", text(random));
            case 1 ->
                messages.addObject().put("role", "assistant").putNull("content").put("refusal", "no");
            case 2 -> {
                ObjectNode thought =
                        messages.addObject().put("role", "assistant").put("content", text(random));
                thought.put(random.nextBoolean() ? "reasoning" : "reasoning_content", text(random));
            }
            default -> toolCalls(random, messages, round);
        }
    }

    private static ObjectNode said(RandomGenerator random, ArrayNode messages, String role) {
        ObjectNode message = messages.addObject().put("role", role);
        if (random.nextBoolean()) {
            return message.put("content", text(random));
        }
        ArrayNode content = message.putArray("content");
        content.addObject().put("type", "text").put("text", text(random));
        content.addObject().put("type", "text").put("text", text(random)).put("later", 1);
        if (role.equals("user")) {
            media(random, content);
        }
        return message;
    }

    private static void media(RandomGenerator random, ArrayNode content) {
        ObjectNode part = content.addObject();
        switch (random.nextInt(5)) {
            case 0 ->
                part.put("type", "image_url")
                        .putObject("image_url")
                        .put("url", "https://x/y")
                        .put("detail", "low");
            case 1 -> part.put("type", "image_url").putObject("image_url").put("url", "data:image/png;base64,AAAA");
            case 2 ->
                part.put("type", "input_audio")
                        .putObject("input_audio")
                        .put("data", "AA")
                        .put("format", "mp3");
            case 3 ->
                part.put("type", "file")
                        .putObject("file")
                        .put("file_data", "data:application/pdf;base64,AA")
                        .put("filename", "a.pdf");
            default -> part.put("type", "video_url").putObject("video_url").put("url", "x");
        }
    }

    private static void toolCalls(RandomGenerator random, ArrayNode messages, int round) {
        ObjectNode message = messages.addObject().put("role", "assistant");
        message.put("content", random.nextBoolean() ? text(random) : null);
        ArrayNode calls = message.putArray("tool_calls");
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String id = "call_" + round + "_" + i;
            ObjectNode call = calls.addObject().put("id", id);
            if (random.nextInt(4) == 0) {
                call.put("type", "custom").putObject("custom").put("name", "c").put("input", text(random));
            } else {
                call.put("type", "function")
                        .putObject("function")
                        .put("name", "f")
                        .put("arguments", "{\"a\": 1}");
            }
            messages.addObject().put("role", "tool").put("tool_call_id", id).put("content", text(random));
        }
    }

    private static void tools(RandomGenerator random, ObjectNode body) {
        ArrayNode tools = body.putArray("tools");
        ObjectNode function = tools.addObject().put("type", "function").putObject("function");
        function.put("name", "f").put("description", text(random));
        function.putObject("parameters")
                .put("type", "object")
                .putArray("required")
                .add("z")
                .add("a");
        function.put("strict", random.nextBoolean());
        tools.addObject().put("type", "custom").putObject("custom").put("name", "c");
        switch (random.nextInt(4)) {
            case 0 -> body.put("tool_choice", "required");
            case 1 -> body.set("tool_choice", Calls.json("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"));
            case 2 ->
                body.set(
                        "tool_choice",
                        Calls.json("{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\",\"tools\":"
                                + "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}}"));
            default -> body.set("tool_choice", Calls.json("{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}"));
        }
        if (random.nextBoolean()) {
            body.put("parallel_tool_calls", random.nextBoolean());
        }
    }

    private static void fields(RandomGenerator random, ObjectNode body) {
        String[] fields = {
            "\"temperature\":0.70",
            "\"top_p\":1",
            "\"frequency_penalty\":-0.5",
            "\"presence_penalty\":1e-2",
            "\"seed\":-7",
            "\"n\":2",
            "\"logprobs\":true,\"top_logprobs\":3",
            "\"logit_bias\":{\"5\":-100}",
            "\"stop\":[\"x\",\"y\"]",
            "\"max_completion_tokens\":77",
            "\"reasoning_effort\":\"high\"",
            "\"response_format\":{\"type\":\"json_object\"}",
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"description\":\"d\","
                    + "\"schema\":{\"type\":\"object\"},\"strict\":true}}",
            "\"metadata\":{\"a\":\"b\"},\"store\":false",
            "\"prediction\":{\"type\":\"content\",\"content\":\"x\"}",
            "\"later\":[1,{\"a\":null}]"
        };
        for (String field : fields) {
            if (random.nextInt(3) == 0) {
                body.setAll((ObjectNode) Calls.json("{" + field + "}"));
            }
        }
    }

    private static String text(RandomGenerator random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}

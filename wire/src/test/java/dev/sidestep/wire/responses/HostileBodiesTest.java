package dev.sidestep.wire.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonTree;
import dev.sidestep.wire.json.Trees;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies that nobody would send by accident: each is refused or passes, and nothing else.
class HostileBodiesTest {
    private static final String SEED = """
            {"model":"m","instructions":"a","input":[{"role":"user","content":[{"type":"input_text","text":"x"},
            {"type":"input_image","image_url":"data:image/png;base64,AA","detail":"auto"},{"type":"input_file",
            "file_data":"data:,","filename":"f"}]},{"type":"reasoning","summary":[{"text":"h"}],"encrypted_content":
            "sidestep.1.AAAA"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":
            "function_call_output","call_id":"c","output":"x"},{"type":"item_reference","id":"i"}],"tools":[{"type":
            "function","name":"f","parameters":{}},{"type":"mcp"}],"tool_choice":{"type":"function","name":"f"},
            "text":{"format":{"type":"json_schema","name":"n","schema":{}}},"reasoning":{"effort":"low"},
            "include":["reasoning.encrypted_content"],"temperature":1e5,"top_logprobs":2,"max_output_tokens":5,
            "stream":true,"previous_response_id":"r","metadata":{"a":"b"}}""";

    private static final String ANSWER = """
            {"id":"r","model":"m","status":"completed","error":null,"output":[{"type":"reasoning","summary":[{"text":
            "h"}],"encrypted_content":"x"},{"type":"message","content":[{"type":"output_text","text":"a"}]},{"type":
            "function_call","call_id":"c","name":"f","arguments":"{}"}],"usage":{"input_tokens":1,"output_tokens":2,
            "input_tokens_details":{"cached_tokens":1}},"incomplete_details":{"reason":"x"}}""";

    private static void send(String body) {
        try {
            ClientCall call = Given.FORMAT.read(body.getBytes(UTF_8), Map.of());
            Given.FORMAT.edit(call, Given.aim());
            CanonicalRequest request = Given.FORMAT.canonical(call);
            Given.FORMAT.write(request, call, Given.aim());
            Given.writeBytes(new Reply(call, request, "id", "m", 0), List.of(new StreamEvent.Text("x")));
        } catch (InvalidRequestException _) {
            // refused
        } catch (RuntimeException | Error broken) {
            throw new AssertionError(body, broken);
        }
    }

    private static void answer(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        Given.FORMAT.inspect(bytes);
        if (Trees.parse(bytes).isPresent()) {
            Given.FORMAT.read(bytes, Given.aim());
        }
        for (String type : List.of("response.completed", "response.output_item.done", "response.failed", "x")) {
            String event = "data: {\"type\":\"" + type + "\",\"response\":" + body + ",\"item\":" + body + "}\n\n";
            Given.readBytes(Given.aim(), event.replace("\n", "").concat("\n\n").getBytes(UTF_8));
        }
    }

    /// A value of the body replaced by another, or a byte lost.
    private static String mutated(String body, RandomGenerator random) {
        StringBuilder text = new StringBuilder(body.replace("\n", ""));
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length());
            int colon = text.indexOf(":", at);
            if (random.nextInt(4) == 0 || colon < 0) {
                text.deleteCharAt(at);
            } else {
                int end = colon + 1;
                while (end < text.length() && ",]}".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                text.replace(colon + 1, end, JsonTree.random(random, 2));
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void mutatedCallsAreRefusedOrPass(long seed) {
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            send(mutated(SEED, random));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mutatedAnswersNeverBreakTheReader(long seed) {
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String body = mutated(ANSWER, random);
            try {
                answer(body);
            } catch (RuntimeException | Error broken) {
                throw new AssertionError("seed " + seed + ": " + body, broken);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"input\":\"x\",\"temperature\":1e999999999}",
                "{\"model\":\"m\",\"input\":\"x\",\"temperature\":-0e-999999999}",
                "{\"model\":\"m\",\"input\":\"x\",\"temperature\":1e99999999999999999999}",
                "{\"model\":\"m\",\"input\":\"x\",\"top_logprobs\":99999999999999999999999}",
                "{\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":99999999999999999999999}",
                "{\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":-5}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}",
                "{\"model\":\"m\",\"input\":[{\"type\":\"function_call\",\"call_id\":\"\",\"name\":\"\"}]}",
                "{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"encrypted_content\":\"sidestep.1.!\"}]}",
                "{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"encrypted_content\":{}}]}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\","
                        + "\"image_url\":\"data:;,\"}]}]}",
                "{\"model\":\"m\",\"input\":\"x\",\"text.verbosity\":1,\"text\":\"y\"}",
                "{\"model\":\"m\",\"input\":\"x\",\"reasoning.\":1,\".\":2,\"model.x\":3}"
            })
    void oddValuesAreRefusedOrPass(String body) {
        send(body);
    }

    @Test
    void deepNestingIsRefused() {
        send("{\"model\":\"m\",\"input\":" + "[".repeat(100_000));
        send("{\"model\":\"m\",\"input\":\"x\",\"y\":" + "{\"a\":".repeat(150) + "1" + "}".repeat(151));
    }
}

package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is answered to requests, decided without a network and in virtual time.
class ChatTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOOLS = """
            "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{
            "city":{"type":"string"},"days":{"type":"integer"},"unit":{"enum":["c","f"]}}}}}]""";

    private final SimulatorSpec spec = SimulatorSpec.builder()
            .provider(ProviderSpec.named("groq").account("team", "right").models("m"))
            .provider(ProviderSpec.named("openai")
                    .account("team", "right")
                    .models("m")
                    .model(ModelSpec.of("blind").withVision(false))
                    .embeddingModels("e"))
            .build();
    private final Faces faces = new Faces(new Simulator(spec));

    private SimulatedAnswer post(String provider, String path, String key, String body) {
        var headers = key.isEmpty() ? Map.<String, String>of() : Map.of("authorization", "Bearer " + key);
        var request = new SimulatedRequest(provider, "POST", path, headers, body.getBytes(StandardCharsets.UTF_8));
        return faces.answer(request, 0, 1_700_000_000);
    }

    private SimulatedAnswer chat(String provider, String rest) {
        return post(provider, "/chat/completions", "right", "{\"model\":\"m\"," + rest + "}");
    }

    private static int status(SimulatedAnswer answer) {
        return answer.steps().stream()
                .filter(Step.Head.class::isInstance)
                .map(step -> ((Step.Head) step).status())
                .findFirst()
                .orElseThrow();
    }

    private static String body(SimulatedAnswer answer) {
        var text = new StringBuilder();
        for (var step : answer.steps()) {
            if (step instanceof Step.Send(var bytes)) {
                text.append(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private static JsonNode json(SimulatedAnswer answer) throws Exception {
        return JSON.readTree(body(answer));
    }

    private static String user(String text) {
        return "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]";
    }

    @Test
    void toolNamedByTheUserIsCalledInFragments() throws Exception {
        var answer = chat("openai", TOOLS + ",\"stream\":true," + user("use the weather tool"));

        var arguments = new StringBuilder();
        int fragments = 0;
        for (var event : EventStream.data(body(answer))) {
            if (event.contains("tool_calls\":[")) {
                var call = JSON.readTree(event).at("/choices/0/delta/tool_calls/0");
                assertThat(call.path("index").intValue()).isZero();
                assertThat(call.has("id")).isEqualTo(fragments == 0);
                arguments.append(call.at("/function/arguments").textValue());
                fragments++;
            }
        }
        assertThat(fragments).isGreaterThan(3);
        assertThat(arguments).hasToString("{\"city\":\"example\",\"days\":1,\"unit\":\"c\"}");
        assertThat(body(answer)).contains("\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void toolIsCalledWhenRequiredAndNotWhenNoneOrAnswered() throws Exception {
        var required = json(chat("openai", TOOLS + ",\"tool_choice\":\"required\"," + user("hi")));
        var none = json(chat("openai", TOOLS + ",\"tool_choice\":\"none\"," + user("weather?")));
        var answered = json(chat("openai", TOOLS + """
                ,"messages":[{"role":"user","content":"weather?"},{"role":"assistant","content":null,"tool_calls":[
                {"id":"c1","type":"function","function":{"name":"weather","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"c1","content":"the weather is fine"}]"""));

        assertThat(required.at("/choices/0/message/tool_calls/0/function/name").textValue())
                .isEqualTo("weather");
        assertThat(none.at("/choices/0/message/content").textValue()).contains("weather?");
        assertThat(answered.at("/choices/0/message/content").textValue()).contains("the weather is fine");
    }

    @Test
    void usageChunkComesOnlyWhenAskedFor() throws Exception {
        var without = EventStream.data(body(chat("openai", "\"stream\":true," + user("hi"))));
        var with = EventStream.data(
                body(chat("openai", "\"stream\":true,\"stream_options\":{\"include_usage\":true}," + user("hi"))));

        assertThat(without).noneMatch(event -> event.contains("usage"));
        var last = JSON.readTree(with.get(with.size() - 2));
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/total_tokens").intValue()).isPositive();
        assertThat(with.getFirst()).contains("\"usage\":null");
    }

    @Test
    void groqTellsUsageOnTheFinishChunk() throws Exception {
        var events = EventStream.data(body(chat("groq", "\"stream\":true," + user("hi"))));

        assertThat(JSON.readTree(events.get(events.size() - 2))
                        .at("/x_groq/usage/total_tokens")
                        .intValue())
                .isPositive();
    }

    @Test
    void answerEndsAtMaxTokens() throws Exception {
        var answer = json(chat("openai", "\"max_tokens\":3," + user("hi")));

        assertThat(answer.at("/choices/0/message/content").textValue()).isEqualTo("This is m ");
        assertThat(answer.at("/choices/0/finish_reason").textValue()).isEqualTo("length");
        assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(3);
    }

    @Test
    void jsonIsAnsweredWhereAskedFor() throws Exception {
        var free = json(chat("openai", "\"response_format\":{\"type\":\"json_object\"}," + user("hi, in JSON")));
        var schema = json(chat("openai", """
                "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object",
                "properties":{"ok":{"type":"boolean"},"list":{"type":"array","items":{"type":"number"}}}}}},""" + user("hi")));

        assertThat(JSON.readTree(free.at("/choices/0/message/content").textValue())
                        .path("you_said")
                        .textValue())
                .isEqualTo("hi, in JSON");
        assertThat(schema.at("/choices/0/message/content").textValue()).isEqualTo("{\"ok\":true,\"list\":[1.5]}");
    }

    @Test
    void severalChoicesAreSeveral() throws Exception {
        assertThat(json(chat("openai", "\"n\":2," + user("hi"))).path("choices"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "openai | \"stream\":false | Missing required parameter: 'messages'.",
                "openai | \"messages\":\"hi\" | Invalid type for 'messages': expected an array of objects, but got string",
                "openai | \"messages\":[] | Invalid 'messages': empty array.",
                "openai | \"messages\":[{\"role\":\"boss\",\"content\":\"hi\"}] | Invalid value: 'boss'.",
                "openai | \"messages\":[{\"role\":\"user\"}] | Invalid value for 'content': expected a string, got null.",
                "openai | \"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"pdf\"}]}] | Invalid value: 'pdf'.",
                "openai | \"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"x\",\"content\":\"\"}] | messages with role 'tool'",
                "openai | \"temperature\":3,\"messages\":[{\"role\":\"user\",\"content\":\"\"}] | Expected a value <= 2, but got 3",
                "openai | \"max_tokens\":0,\"messages\":[{\"role\":\"user\",\"content\":\"\"}] | Expected a value >= 1, but got 0",
                "openai | \"fallbacks\":[],\"messages\":[{\"role\":\"user\",\"content\":\"\"}] | Unknown parameter: 'fallbacks'.",
                "openai | \"stream\":1,\"messages\":[{\"role\":\"user\",\"content\":\"\"}] | expected a boolean, but got number",
                "openai | \"tool_choice\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}] | only allowed when 'tools'",
                "openai | \"tools\":[{\"type\":\"function\"}],\"messages\":[{\"role\":\"user\",\"content\":\"\"}] | tools[0].function.name",
                "groq   | \"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"\"}] | Expected a value <= 1, but got 2",
                "groq   | \"logprobs\":true,\"messages\":[{\"role\":\"user\",\"content\":\"\"}] | property 'logprobs' is unsupported",
                "groq   | \"logit_bias\":{},\"messages\":[{\"role\":\"user\",\"content\":\"\"}] | property 'logit_bias' is unsupported",
                "groq   | \"messages\":[{\"role\":\"user\",\"content\":\"\",\"name\":\"me\"}] | property 'name' is unsupported",
            })
    void wrongRequestIsRefusedWithAReason(String provider, String rest, String reason) throws Exception {
        var answer = chat(provider, rest);

        assertThat(status(answer)).isEqualTo(400);
        assertThat(json(answer).at("/error/message").textValue()).contains(reason);
        assertThat(json(answer).at("/error/type").textValue()).isEqualTo("invalid_request_error");
    }

    @Test
    void openToolCallMustBeAnswered() throws Exception {
        var answer = chat("openai", """
                "messages":[{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[{"id":"c1","type":
                "function","function":{"name":"weather","arguments":"{}"}}]},{"role":"user","content":"well?"}]""");

        assertThat(status(answer)).isEqualTo(400);
        assertThat(json(answer).at("/error/message").textValue())
                .endsWith("The following tool_call_ids did not have response messages: c1");
    }

    @Test
    void imageNeedsAModelThatSees() {
        var messages = """
                "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,"}}]}]""";

        assertThat(status(post("openai", "/chat/completions", "right", "{\"model\":\"m\"," + messages + "}")))
                .isEqualTo(200);
        assertThat(status(post("openai", "/chat/completions", "right", "{\"model\":\"blind\"," + messages + "}")))
                .isEqualTo(400);
    }

    @Test
    void whatIsNoJsonIsRefused() {
        for (var body : List.of("", "nonsense", "[]", "{\"model\":", "{} {}")) {
            assertThat(status(post("openai", "/chat/completions", "right", body)))
                    .isEqualTo(400);
        }
    }

    @Test
    void keyMustBeThereAndRight() throws Exception {
        var missing = post("openai", "/chat/completions", "", "{}");
        var wrong = post("groq", "/chat/completions", "wrong", "{}");

        assertThat(status(missing)).isEqualTo(401);
        assertThat(json(missing).at("/error/message").textValue()).startsWith("You didn't provide an API key.");
        assertThat(body(wrong))
                .isEqualTo("{\"error\":{\"message\":\"Invalid API Key\","
                        + "\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}");
    }

    @Test
    void unknownModelAndUnknownPathAre404() throws Exception {
        var model = post("openai", "/chat/completions", "right", "{\"model\":\"gpt-99\"," + user("hi") + "}");

        assertThat(status(model)).isEqualTo(404);
        assertThat(json(model).at("/error/code").textValue()).isEqualTo("model_not_found");
        assertThat(status(post("openai", "/completions", "right", "{}"))).isEqualTo(404);
    }

    @Test
    void embeddingsAreTheSameForTheSameText() throws Exception {
        var floats = json(post("openai", "/embeddings", "right", """
                {"model":"e","input":["a","b","a"],"dimensions":4}"""));
        var packed = json(post("openai", "/embeddings", "right", """
                {"model":"e","input":"a","dimensions":4,"encoding_format":"base64"}"""));

        assertThat(floats.path("data")).hasSize(3);
        assertThat(floats.at("/data/0/embedding")).hasSize(4).isEqualTo(floats.at("/data/2/embedding"));
        assertThat(floats.at("/data/0/embedding")).isNotEqualTo(floats.at("/data/1/embedding"));
        assertThat(Base64.getDecoder().decode(packed.at("/data/0/embedding").textValue()))
                .hasSize(16);
        assertThat(status(post("openai", "/chat/completions", "right", "{\"model\":\"e\"," + user("hi") + "}")))
                .isEqualTo(404);
    }

    @Test
    void paceIsLaidOutAsPauses() {
        var paced = new Faces(new Simulator(
                spec.toBuilder().pace(new Pace(Duration.ofMillis(200), 100, 50)).build()));
        var body = "{\"model\":\"m\",\"stream\":true," + user("hi") + "}";
        var request = new SimulatedRequest(
                "openai",
                "POST",
                "/chat/completions",
                Map.of("authorization", "Bearer right"),
                body.getBytes(StandardCharsets.UTF_8));

        var answer = paced.answer(request, 0, 0);

        assertThat(answer.steps().getFirst()).isEqualTo(new Step.Pause(Duration.ofMillis(200)));
        assertThat(answer.steps())
                .filteredOn(new Step.Pause(Duration.ofMillis(10))::equals)
                .hasSize(52);
        assertThat(answer.usedTokens()).isEqualTo(50 + 3 + 1);
    }
}

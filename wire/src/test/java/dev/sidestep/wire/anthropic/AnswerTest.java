package dev.sidestep.wire.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.json.Trees;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    private static final String ANSWER = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[
              {"type":"thinking","thinking":"hm","signature":"sig"},
              {"type":"redacted_thinking","data":"enc"},
              {"type":"text","text":"hello"},
              {"type":"tool_use","id":"toolu_1","name":"f","input":{"a":1.50}}],
             "stop_reason":"tool_use","stop_sequence":null,
             "usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":2,"output_tokens":7,
               "output_tokens_details":{"thinking_tokens":3},"service_tier":"standard"}}
            """;

    @Test
    void wholeAnswerIsRead() {
        CanonicalAnswer answer = Calls.FORMAT.read(Calls.json(ANSWER), Calls.aim(Calls.OPUS_46));

        assertThat(answer.id()).isEqualTo("msg_1");
        assertThat(answer.model()).isEqualTo("claude-x");
        assertThat(answer.parts())
                .containsExactly(
                        new Part.Thinking("hm", own("signature", "sig"), Extras.NONE),
                        new Part.RedactedThinking(own("redacted_thinking", "enc")),
                        new Part.Text("hello"),
                        new Part.ToolCall("toolu_1", "f", "{\"a\":1.50}"));
        assertThat(answer.finish()).isEqualTo(new Finish(Reason.TOOL_CALLS, "tool_use"));
        assertThat(answer.usage()).contains(new Usage(17, 7, 5, 2, 3));
    }

    @Test
    void answerOfTheFormatIsWrittenAsItWas() {
        CanonicalAnswer answer = Calls.FORMAT.read(Calls.json(ANSWER), Calls.aim(Calls.OPUS_46));

        JsonNode written =
                Trees.parse(Calls.FORMAT.write(answer, Calls.reply())).orElseThrow();

        JsonNode original = Trees.parse(ANSWER).orElseThrow();
        assertThat(written.path("content")).isEqualTo(original.path("content"));
        assertThat(written.path("stop_reason")).isEqualTo(original.path("stop_reason"));
        assertThat(written.path("usage").toString())
                .isEqualTo("{\"input_tokens\":10,\"cache_creation_input_tokens\":2,\"cache_read_input_tokens\":5,"
                        + "\"output_tokens\":7,\"output_tokens_details\":{\"thinking_tokens\":3}}");
        assertThat(written.path("id").asText()).isEqualTo("msg_abc");
        assertThat(written.path("model").asText()).isEqualTo("gpt-5");
    }

    @Test
    void usageOfTheClientNeverGoesBelowZero() {
        CanonicalAnswer answer =
                new CanonicalAnswer("", "", List.of(), new Finish(Reason.STOP, "stop"), new Usage(5, 1, 4, 4, 0));

        assertThat(Trees.parse(Calls.FORMAT.write(answer, Calls.reply()))
                        .orElseThrow()
                        .at("/usage/input_tokens")
                        .asLong())
                .isZero();
    }

    @Test
    @DisplayName("case 67: state of another provider is packed, and found again in the next call")
    void case67ForeignStateFindsBack() {
        Opaque foreign = new Opaque(WireFormat.GEMINI, "g/gemini", "thoughtSignature", "sig");
        CanonicalAnswer answer = new CanonicalAnswer(
                "",
                "",
                List.of(new Part.Thinking("hm", foreign, Extras.NONE), new Part.Text("x", foreign, Extras.NONE)),
                new Finish(Reason.STOP, "STOP"),
                null);

        JsonNode content = Trees.parse(Calls.FORMAT.write(answer, Calls.reply()))
                .orElseThrow()
                .path("content");
        List<Part> parts = Calls.FORMAT
                .canonical(
                        Calls.old("{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"assistant\",\"content\":"
                                + content + "},{\"role\":\"user\",\"content\":\"x\"}]}"))
                .turns()
                .getFirst()
                .parts();

        assertThat(parts).isEqualTo(answer.parts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}",
                "{\"error\":\"x\"}"
            })
    @DisplayName("case 87: an error in an answer's clothes")
    void case87ErrorBodyIsRecognised(String body) {
        assertThat(Calls.FORMAT.inspect(Calls.json(body))).isEqualTo(new AnswerBody.ErrorBody());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"content\":null}", "{\"content\":[]", "{\"content\":[]} x"})
    void garbageIsRecognised(String body) {
        assertThat(Calls.FORMAT.inspect(Calls.json(body))).isInstanceOf(AnswerBody.Garbage.class);
    }

    @Test
    void answerIsRecognisedWithItsTokens() {
        assertThat(Calls.FORMAT.inspect(Calls.json(ANSWER)))
                .isEqualTo(new AnswerBody.Answered(new Usage(17, 7, 5, 2, 3)));
        assertThat(Calls.FORMAT.inspect(Calls.json("{\"content\":[],\"error\":null}")))
                .isEqualTo(new AnswerBody.Answered(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":[1,null,\"x\",{},{\"type\":\"tool_use\"},{\"type\":7},{\"type\":\"thinking\"}]}",
                "{\"content\":[],\"usage\":[],\"stop_reason\":{},\"stop_details\":3}",
                "{\"content\":[],\"usage\":{\"input_tokens\":\"x\",\"output_tokens\":-1,\"output_tokens_details\":1}}"
            })
    void hostileAnswersAreRead(String body) {
        assertThat(Calls.FORMAT.inspect(Calls.json(body))).isInstanceOf(AnswerBody.Answered.class);
        assertThat(Calls.FORMAT.read(Calls.json(body), Calls.aim("m")).usage()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error",
        "401, authentication_error",
        "402, billing_error",
        "403, permission_error",
        "404, not_found_error",
        "413, request_too_large",
        "422, invalid_request_error",
        "429, rate_limit_error",
        "500, api_error",
        "502, api_error",
        "503, overloaded_error",
        "504, timeout_error",
        "529, overloaded_error"
    })
    @DisplayName("case 89: the type of an error follows from its status")
    void case89ErrorsAreTyped(int status, String type) {
        ApiError error = ApiError.of("no", "x", "y").with(Map.of("attempts", List.of(1)));

        assertThat(new String(Calls.FORMAT.error(status, error), UTF_8))
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"" + type
                        + "\",\"message\":\"no\",\"code\":\"y\",\"attempts\":[1]}}");
    }

    private static Opaque own(String kind, String data) {
        return new Opaque(WireFormat.ANTHROPIC, "main/claude-opus-4-6", kind, data);
    }
}

package dev.sidestep.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.json.JsonTree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatAnswerTest {
    @Test
    void answerIsRead() {
        ChatAnswer answer = chat("""
                {"id":"c","model":"gpt-4o-2024","error":null,"choices":[
                  {"index":0,"message":{"role":"assistant","content":"hi \\u263a","tool_calls":[ {"id":"t"} ]},
                   "finish_reason":"tool_calls"},
                  {"index":1,"message":{"content":"other"}}],
                 "usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}
                """);

        assertThat(answer)
                .isEqualTo(new ChatAnswer.Answered(
                        "gpt-4o-2024", "hi ☺", "[ {\"id\":\"t\"} ]", "tool_calls", new Usage(9, 2, 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"slow down\"}}",
                "{\"error\":\"slow down\",\"choices\":[{}]}",
                "{\"object\":\"error\",\"message\":\"no\"}",
                "{\"choices\":[{\"finish_reason\":\"error\",\"message\":{\"content\":\"\"}}]}"
            })
    void errorInAnAnswersClothesIsAnError(String body) {
        assertThat(chat(body)).isEqualTo(new ChatAnswer.ErrorBody());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ^^                          | an empty body
            <html>busy</html>           | a body that is not JSON
            [1]                         | a body that is not JSON
            {"choices":[{}]             | a body that is not valid JSON
            {"id":"x"}                  | a body without choices
            {"choices":[]}              | a body without choices
            {"choices":null}            | a body without choices
            """)
    void whatIsNoAnswerIsGarbage(String body, String what) {
        assertThat(chat(body == null ? "" : body)).isEqualTo(new ChatAnswer.Garbage(what));
    }

    @Test
    void embeddingsAreAnAnswer() {
        byte[] body =
                "{\"data\":[{\"embedding\":[0.1]}],\"model\":\"e\",\"usage\":{\"prompt_tokens\":3}}".getBytes(UTF_8);

        assertThat(ChatAnswer.embeddings(body))
                .isEqualTo(new ChatAnswer.Answered("e", "", "", null, new Usage(3, 0, 0)));
        assertThat(ChatAnswer.chat(body)).isEqualTo(new ChatAnswer.Garbage("a body without choices"));
    }

    @Test
    void errorsHaveTheShapeThatSdksRead() {
        ApiError error = ApiError.of("⚠️ \"limit\"\nreached", "rate_limit_error", "rate_limit_exceeded")
                .with(Map.of("attempts", List.of(Map.of("target", "groq/a", "wait_seconds", 3))));

        String expected = "{\"error\":{\"message\":\"⚠️ \\\"limit\\\"\\nreached\",\"type\":\"rate_limit_error\","
                + "\"param\":null,\"code\":\"rate_limit_exceeded\",\"attempts\":[";
        assertThat(OpenAiErrors.body(error)).asString(UTF_8).startsWith(expected);
        assertThat(JsonTree.parseObject(OpenAiErrors.body(error))).containsOnlyKeys("error");
        assertThat(OpenAiErrors.event(error))
                .asString(UTF_8)
                .startsWith("data: " + expected)
                .endsWith("}}\n\n");
    }

    @Test
    void bodyFromCodeIsACall() {
        byte[] body = ChatBody.write(
                "auto", List.of(new ChatBody.Message("user", "say \"hi\"")), true, Map.of("temperature", 0.5));

        assertThat(body)
                .asString(UTF_8)
                .isEqualTo("{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"say \\\"hi\\\"\"}],"
                        + "\"stream\":true,\"temperature\":0.5}");
        assertThat(new ChatCallReader().read(body).stream()).isTrue();
    }

    private static ChatAnswer chat(String body) {
        return ChatAnswer.chat(body.getBytes(UTF_8));
    }
}

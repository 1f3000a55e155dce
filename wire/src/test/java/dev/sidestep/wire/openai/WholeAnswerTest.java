package dev.sidestep.wire.openai;

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
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeAnswerTest {
    private final Aim aim = Calls.aim("openai", "gpt-4o");

    @Test
    void answerIsRead() {
        CanonicalAnswer answer = read("""
                {"id":"c","model":"g","choices":[{"message":{"role":"assistant","reasoning":"hm","content":"a",
                  "tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]},
                  "finish_reason":"stop"},{"message":{"content":"other"}}],
                 "usage":{"prompt_tokens":9,"completion_tokens":2,"prompt_cache_hit_tokens":3}}
                """);

        assertThat(answer)
                .isEqualTo(new CanonicalAnswer(
                        "c",
                        "g",
                        List.of(
                                new Part.Thinking("hm", null, Extras.NONE),
                                Calls.text("a"),
                                new Part.ToolCall("t1", "f", "{}")),
                        new Finish(Reason.TOOL_CALLS, "stop"),
                        new Usage(9, 2, 3)));
    }

    @Test
    void case42IdsThatNotEveryClientTakesAreReplacedAndKept() {
        CanonicalAnswer answer = message("\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}},"
                + "{\"id\":\"x\",\"function\":{\"name\":\"f\"}},{\"id\":\"x\",\"function\":{\"name\":\"f\"}}]");

        List<String> ids =
                answer.parts().stream().map(part -> ((Part.ToolCall) part).id()).toList();
        assertThat(ids)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[A-Za-z0-9_-]{1,40}"))
                .contains("x");
        assertThat(aim.memory().find(ids.getFirst())).contains(new Kept("", null));
        assertThat(((Part.ToolCall) answer.parts().getFirst()).arguments()).isEqualTo("{\"a\":1}");
    }

    @Test
    void refusalIsTheEndsReason() {
        CanonicalAnswer answer = message("\"content\":null,\"refusal\":\"no\"");

        assertThat(answer.parts()).containsExactly(new Part.Refusal("no"));
        assertThat(answer.finish()).isEqualTo(new Finish(Reason.CONTENT_FILTER, "stop", "no"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"choices\":[null]}", "{\"choices\":[{\"message\":7}]}", "nonsense"})
    void whateverComesIsReadWithoutFailing(String body) {
        assertThat(read(body).parts()).isEmpty();
    }

    @Test
    void answerIsWrittenToTheLetter() {
        assertThat(text("\"n\":1", new Finish(Reason.STOP_SEQUENCE, "stop_sequence"), Calls.text("a"), Calls.text("b")))
                .isEqualTo(
                        "{\"id\":\"chatcmpl-abc\",\"object\":\"chat.completion\",\"created\":17,\"model\":\"model-9\","
                                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"ab\","
                                + "\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7,"
                                + "\"completion_tokens\":3,\"total_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":4,"
                                + "\"cache_write_tokens\":2},\"completion_tokens_details\":{\"reasoning_tokens\":1}}}");
    }

    @Test
    void case67And79ToolCallsAndThoughtsHaveTheirFields() {
        Opaque opaque = new Opaque(WireFormat.GEMINI, "acc/g", "thoughtSignature", "SIG");

        JsonNode message = message(
                "\"n\":1",
                new Finish(Reason.TOOL_CALLS, "tool_use"),
                new Part.Thinking("hm", opaque, Extras.NONE),
                new Part.RedactedThinking(opaque),
                new Part.ToolCall("c", "f", "", opaque, Extras.NONE));

        assertThat(message)
                .isEqualTo(Calls.json("{\"role\":\"assistant\",\"content\":null,\"refusal\":null,"
                        + "\"reasoning_content\":\"hm\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"f\",\"arguments\":\"{}\"},\"extra_content\":{\"google\":{\"thought_signature\":\""
                        + opaque.token() + "\"}}}]}"));
    }

    @Test
    void case76AnEmptyAnswerHasAChoiceWithEmptyContent() {
        JsonNode message = message("\"n\":1", new Finish(Reason.LENGTH, "MAX_TOKENS"));

        assertThat(message.path("content").asText("null")).isEmpty();
    }

    @Test
    void whyTheModelRefusedIsTold() {
        JsonNode message = message("\"n\":1", new Finish(Reason.CONTENT_FILTER, "refusal", "unsafe"));

        assertThat(message.path("refusal").asText()).isEqualTo("unsafe");
        assertThat(message.path("content").isNull()).isTrue();
    }

    @Test
    void case21OlderClientsGetAFunctionCall() {
        String functions = "\"functions\":[{\"name\":\"f\"}]";
        Finish calls = new Finish(Reason.TOOL_CALLS, "tool_use");

        assertThat(message(functions, calls, Calls.call("c", "{}")).path("function_call"))
                .isEqualTo(Calls.json("{\"name\":\"f\",\"arguments\":\"{}\"}"));
        assertThat(text(functions, calls, Calls.call("c", "{}"))).contains("\"finish_reason\":\"function_call\"");
    }

    @ParameterizedTest
    @CsvSource({"abc, chatcmpl-abc", "chatcmpl-1, chatcmpl-1"})
    void case93AnswersAreNamedAfterTheCall(String call, String id) {
        Reply reply = Calls.reply("\"n\":1");
        Reply renamed = new Reply(reply.call(), reply.request(), call, "m", 1);

        assertThat(ChatAnswerWriter.id(renamed)).isEqualTo(id);
    }

    private CanonicalAnswer message(String fields) {
        return read("{\"choices\":[{\"message\":{" + fields + "},\"finish_reason\":\"stop\"}]}");
    }

    private CanonicalAnswer read(String body) {
        return OpenAiFormat.INSTANCE.read(body.getBytes(UTF_8), aim);
    }

    private static JsonNode message(String fields, Finish finish, Part... parts) {
        return Calls.json(text(fields, finish, parts)).at("/choices/0/message");
    }

    private static String text(String fields, Finish finish, Part... parts) {
        CanonicalAnswer answer =
                new CanonicalAnswer("up", "up-model", List.of(parts), finish, new Usage(7, 3, 4, 2, 1));
        return new String(OpenAiFormat.INSTANCE.write(answer, Calls.reply(fields)), UTF_8);
    }
}

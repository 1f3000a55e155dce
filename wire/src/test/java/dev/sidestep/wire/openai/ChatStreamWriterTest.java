package dev.sidestep.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.StreamEvent.Counted;
import dev.sidestep.wire.canonical.StreamEvent.Finished;
import dev.sidestep.wire.canonical.StreamEvent.Redacted;
import dev.sidestep.wire.canonical.StreamEvent.Refusal;
import dev.sidestep.wire.canonical.StreamEvent.Signed;
import dev.sidestep.wire.canonical.StreamEvent.Started;
import dev.sidestep.wire.canonical.StreamEvent.Text;
import dev.sidestep.wire.canonical.StreamEvent.Thinking;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallArguments;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallBegun;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.format.StreamWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the official SDKs choke on never leaves: the chat rows of the table "How the official SDKs react to odd
/// streams".
class ChatStreamWriterTest {
    private static final String ASKED = "\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    private static final String UNASKED = "\"stream\":true";
    private static final Opaque OPAQUE = new Opaque(WireFormat.GEMINI, "acc/g", "thoughtSignature", "SIG");
    private static final Finished STOP = new Finished(new Finish(Reason.STOP, "end_turn"));
    private static final Finished CALLS = new Finished(new Finish(Reason.TOOL_CALLS, "STOP"));
    private static final StreamEvent[] EVERYTHING = {
        new Started("msg_1", "claude", new Usage(7, 1, 0)),
        new Thinking("hm"),
        new Signed(OPAQUE),
        new Redacted(OPAQUE),
        new Text("a"),
        new Started("again", "claude", null),
        new ToolCallBegun(0, "c0", "f", OPAQUE),
        new ToolCallBegun(1, "c1", "g", null),
        new ToolCallArguments(1, "{\"x\":"),
        new ToolCallArguments(0, "{}"),
        new ToolCallArguments(1, "1}"),
        new Counted(new Usage(7, 9, 3, 0, 2)),
        CALLS
    };

    @Test
    void streamIsWrittenToTheLetter() {
        assertThat(text(UNASKED, new Started("msg_1", "claude", null), new Text("hé"), STOP))
                .isEqualTo("""
                        data: {"id":"chatcmpl-abc","object":"chat.completion.chunk","created":17,"model":"model-9",\
                        "choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

                        data: {"id":"chatcmpl-abc","object":"chat.completion.chunk","created":17,"model":"model-9",\
                        "choices":[{"index":0,"delta":{"content":"hé"},"logprobs":null,"finish_reason":null}]}

                        data: {"id":"chatcmpl-abc","object":"chat.completion.chunk","created":17,"model":"model-9",\
                        "choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

                        data: [DONE]

                        """);
    }

    @Test
    void noChunkHasAnErrorField() {
        assertThat(chunks(ASKED, EVERYTHING)).isNotEmpty().noneMatch(chunk -> chunk.has("error"));
    }

    @Test
    void case92TheRoleIsSaidOnce() {
        assertThat(deltas(EVERYTHING)).filteredOn(delta -> delta.has("role")).hasSize(1);
        assertThat(deltas(EVERYTHING).getFirst().path("role").asText()).isEqualTo("assistant");
    }

    @Test
    void everyPieceOfAToolCallHasItsIndex() {
        List<JsonNode> pieces = calls();

        assertThat(pieces).hasSize(5).allMatch(piece -> piece.path("index").isInt());
        assertThat(pieces).map(piece -> piece.path("index").asInt()).containsExactly(0, 1, 1, 0, 1);
    }

    @Test
    void firstPieceOfAToolCallHasEverythingElse() {
        assertThat(calls().get(1))
                .isEqualTo(Calls.json("{\"index\":1,\"id\":\"c1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"g\",\"arguments\":\"\"}}"));
        assertThat(calls().get(2)).isEqualTo(Calls.json("{\"index\":1,\"function\":{\"arguments\":\"{\\\"x\\\":\"}}"));
    }

    @Test
    void signaturesOfOtherFormatsTravelAsTokens() {
        String written = Signatures.of(calls().getFirst()).asText();

        assertThat(Opaque.of(WireFormat.OPENAI, "thought_signature", written)).isEqualTo(OPAQUE);
    }

    @Test
    void case67ThoughtsNeverStandInTheContent() {
        assertThat(deltas(EVERYTHING))
                .filteredOn(delta -> delta.has("reasoning_content"))
                .containsExactly(Calls.json("{\"reasoning_content\":\"hm\"}"));
        assertThat(deltas(EVERYTHING))
                .map(delta -> delta.path("content").asText(""))
                .doesNotContain("hm");
    }

    @Test
    void case79ToolCallWithoutArgumentsHasAnEmptyObject() {
        List<JsonNode> deltas = deltas(new ToolCallBegun(0, "c", "f", null), new ToolCallArguments(0, ""), CALLS);

        assertThat(deltas.get(2).path("tool_calls").path(0))
                .isEqualTo(Calls.json("{\"index\":0,\"function\":{\"arguments\":\"{}\"}}"));
    }

    @Test
    void case85UsageIsToldToThoseWhoAsked() {
        List<JsonNode> asked = chunks(ASKED, EVERYTHING);

        assertThat(asked.subList(0, asked.size() - 1))
                .allMatch(chunk -> chunk.path("usage").isNull());
        assertThat(asked.getLast().path("choices")).isEmpty();
        assertThat(asked.getLast().path("usage")).isEqualTo(Calls.json("""
                {"prompt_tokens":7,"completion_tokens":9,"total_tokens":16,"prompt_tokens_details":{"cached_tokens":3},
                 "completion_tokens_details":{"reasoning_tokens":2}}"""));
        assertThat(chunks(UNASKED, EVERYTHING)).noneMatch(chunk -> chunk.has("usage"));
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, stop",
        "STOP_SEQUENCE, stop",
        "LENGTH, length",
        "TOOL_CALLS, tool_calls",
        "CONTENT_FILTER, content_filter",
        "PAUSE, stop"
    })
    void oneChunkSaysWhyItEndedInAWordThatSdksKnow(Reason reason, String word) {
        List<JsonNode> chunks = chunks(UNASKED, new Text("a"), new Finished(new Finish(reason, "overloaded_error")));

        assertThat(chunks.stream()
                        .map(chunk -> chunk.path("choices").path(0).path("finish_reason"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText))
                .containsExactly(word);
        assertThat(chunks.getLast().path("choices").path(0).path("delta")).isEmpty();
    }

    @Test
    void whyTheModelRefusedIsTold() {
        assertThat(deltas(new Finished(new Finish(Reason.CONTENT_FILTER, "refusal", "unsafe"))))
                .contains(Calls.json("{\"refusal\":\"unsafe\"}"));
        assertThat(deltas(new Refusal("no"), new Finished(new Finish(Reason.CONTENT_FILTER, "stop", "no"))))
                .filteredOn(delta -> delta.has("refusal"))
                .hasSize(1);
    }

    @Test
    void case76AnEmptyAnswerHasAChoice() {
        List<JsonNode> chunks = chunks(UNASKED, new Finished(new Finish(Reason.LENGTH, "MAX_TOKENS")));

        assertThat(chunks).hasSize(2).allMatch(chunk -> chunk.path("choices").size() == 1);
    }

    @Test
    void case93TheModelThatAnswersIsTold() {
        assertThat(chunks(UNASKED, EVERYTHING))
                .allMatch(chunk -> chunk.path("model").asText().equals("model-9"))
                .allMatch(chunk -> chunk.path("id").asText().equals("chatcmpl-abc"));
    }

    @Test
    void case21OlderClientsGetAFunctionCall() {
        List<JsonNode> chunks = chunks("\"functions\":[{\"name\":\"f\"}]", EVERYTHING);

        assertThat(chunks).noneMatch(chunk -> chunk.toString().contains("tool_calls"));
        assertThat(chunks.toString()).contains("\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}");
        assertThat(chunks.getLast()
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .asText())
                .isEqualTo("function_call");
    }

    @Test
    void case86AFailureAfterContentIsAnErrorWithoutDone() {
        byte[] event = OpenAiFormat.INSTANCE.errorEvent(502, ApiError.of("x", "server_error", "upstream"));

        assertThat(event).asString(UTF_8).startsWith("data: {\"error\":{").doesNotContain("[DONE]");
    }

    private static List<JsonNode> calls() {
        List<JsonNode> pieces = new ArrayList<>();
        deltas(EVERYTHING).forEach(delta -> delta.path("tool_calls").forEach(pieces::add));
        return pieces;
    }

    private static List<JsonNode> deltas(StreamEvent... events) {
        return chunks(UNASKED, events).stream()
                .map(chunk -> chunk.path("choices").path(0).path("delta"))
                .toList();
    }

    private static List<JsonNode> chunks(String fields, StreamEvent... events) {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : text(fields, events).split("\n\n")) {
            if (!event.equals("data: [DONE]")) {
                chunks.add(Calls.json(event.substring("data: ".length())));
            }
        }
        return chunks;
    }

    private static String text(String fields, StreamEvent... events) {
        StreamWriter writer = OpenAiFormat.INSTANCE.writer(Calls.reply(fields));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (StreamEvent event : events) {
            writer.write(event, (bytes, from, to) -> out.write(bytes, from, to - from));
        }
        writer.end((bytes, from, to) -> out.write(bytes, from, to - from));
        return out.toString(UTF_8);
    }
}

package dev.sidestep.wire.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.AnswerStream;
import dev.sidestep.wire.format.AnswerStream.Phase;
import dev.sidestep.wire.format.PassedStream;
import dev.sidestep.wire.format.StreamFailure;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.format.TranslatedStream;
import dev.sidestep.wire.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams of the provider: read for clients of other formats, and passed on to those of this one.
class StreamTest {
    private static final String START = event("message_start", """
            "message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"claude-x","stop_reason":null,\
            "usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":2,"output_tokens":1}}""");
    private static final String PING = event("ping", "");
    private static final String TEXT = block(0, "\"type\":\"text\",\"text\":\"\"")
            + delta(0, "\"type\":\"text_delta\",\"text\":\"hé\"")
            + delta(0, "\"type\":\"text_delta\",\"text\":\"llo\"")
            + stop(0);
    private static final String END = end("end_turn", 12) + event("message_stop", "");
    private static final String ERROR =
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                    + "\"message\":\"Overloaded\"}}\n\n";

    @Test
    void textIsRead() {
        assertThat(read(START + PING + TEXT + END))
                .containsExactly(
                        new StreamEvent.Started("msg_1", "claude-x", new Usage(17, 1, 5, 2, 0)),
                        new StreamEvent.Text("hé"),
                        new StreamEvent.Text("llo"),
                        new StreamEvent.Counted(new Usage(17, 12, 5, 2, 0)),
                        new StreamEvent.Finished(new Finish(Reason.STOP, "end_turn")));
    }

    @Test
    void thinkingIsSignedByItsIssuer() {
        String thought = block(0, "\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"")
                + delta(0, "\"type\":\"thinking_delta\",\"thinking\":\"hm\"")
                + delta(0, "\"type\":\"signature_delta\",\"signature\":\"sig\"")
                + stop(0)
                + block(1, "\"type\":\"redacted_thinking\",\"data\":\"enc\"")
                + stop(1);

        assertThat(read(START + thought + END))
                .contains(
                        new StreamEvent.Thinking("hm"),
                        new StreamEvent.Signed(opaque("signature", "sig")),
                        new StreamEvent.Redacted(opaque("redacted_thinking", "enc")));
    }

    @Test
    void toolCallsAreCountedFromZero() {
        String calls = TEXT
                + block(1, "\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"f\",\"input\":{}")
                + delta(1, "\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\"\"")
                + delta(1, "\"type\":\"input_json_delta\",\"partial_json\":\":1}\"")
                + stop(1)
                + block(2, "\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"g\",\"input\":{}")
                + delta(2, "\"type\":\"input_json_delta\",\"partial_json\":\"{}\"")
                + stop(2);

        assertThat(read(START + calls + end("tool_use", 3) + event("message_stop", "")))
                .containsSubsequence(
                        new StreamEvent.ToolCallBegun(0, "toolu_1", "f", null),
                        new StreamEvent.ToolCallArguments(0, "{\"a\""),
                        new StreamEvent.ToolCallArguments(0, ":1}"),
                        new StreamEvent.ToolCallBegun(1, "toolu_2", "g", null),
                        new StreamEvent.ToolCallArguments(1, "{}"),
                        new StreamEvent.Finished(new Finish(Reason.TOOL_CALLS, "tool_use")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}        | {}
            {"a":1.0} | {"a":1.0}
            """)
    @DisplayName("case 79: input that stands at the block's start alone")
    void case79InputWithoutDeltas(String input, String arguments) {
        String call = block(0, "\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":" + input) + stop(0);

        assertThat(read(START + call + END)).contains(new StreamEvent.ToolCallArguments(0, arguments));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "refusal, CONTENT_FILTER",
        "pause_turn, PAUSE",
        "word_of_tomorrow, STOP"
    })
    @DisplayName("case 94 and §3.3: why the answer ended")
    void case94ReasonsAreRead(String word, Reason reason) {
        assertThat(read(START + TEXT + end(word, 1) + event("message_stop", "")))
                .last()
                .isEqualTo(new StreamEvent.Finished(new Finish(reason, word)));
    }

    @Test
    @DisplayName("case 78: a refusal is explained, and a stop text named")
    void case78DetailsOfTheEndAreRead() {
        String refused = event(
                "message_delta",
                "\"delta\":{\"stop_reason\":\"refusal\",\"stop_details\":"
                        + "{\"type\":\"refusal\",\"category\":\"cyber\",\"explanation\":\"no\"}}");
        String stopped =
                event("message_delta", "\"delta\":{\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"END\"}");
        String last = event("message_stop", "");

        assertThat(read(START + refused + last))
                .last()
                .isEqualTo(new StreamEvent.Finished(new Finish(Reason.CONTENT_FILTER, "refusal", "no")));
        assertThat(read(START + stopped + last))
                .last()
                .isEqualTo(new StreamEvent.Finished(new Finish(Reason.STOP_SEQUENCE, "stop_sequence", "END")));
    }

    @Test
    @DisplayName("case 91: what is not known yet is stepped over")
    void case91UnknownEventsAreIgnored() {
        String unknown = event("message_thing", "\"x\":1")
                + block(7, "\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\"")
                + delta(7, "\"type\":\"input_json_delta\",\"partial_json\":\"{}\"")
                + delta(7, "\"type\":\"dance_delta\"")
                + stop(7);

        assertThat(read(START + unknown + TEXT + END)).isEqualTo(read(START + TEXT + END));
    }

    @ParameterizedTest
    @CsvSource({"toolu_01AbC, true", "bad.id:1, false", "'', false"})
    void oddToolCallIdsGetOneOfOurs(String id, boolean stays) {
        String call = block(0, "\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"f\",\"input\":{}");

        StreamEvent begun = read(START + call).getLast();

        assertThat(begun).isInstanceOfSatisfying(StreamEvent.ToolCallBegun.class, call1 -> {
            assertThat(call1.id().equals(id)).isEqualTo(stays);
            assertThat(call1.id()).matches("[A-Za-z0-9_-]{1,40}");
        });
    }

    @Test
    @DisplayName("case 87: an error in the stream fails the attempt")
    void case87ErrorFailsTheStream() {
        Run translated = Run.translated().feed(START + PING + ERROR);
        Run passed = Run.passed().feed(START + PING + ERROR);

        assertThat(translated.stream.failure()).containsInstanceOf(StreamFailure.ErrorEvent.class);
        assertThat(passed.stream.failure()).containsInstanceOf(StreamFailure.ErrorEvent.class);
        assertThat(translated.stream.isCommitted() || passed.stream.isCommitted())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("case 86: without message_stop the answer is not whole")
    void case86EndWithoutMessageStopIsIncomplete(boolean translated) {
        Run run = (translated ? Run.translated() : Run.passed()).feed(START + TEXT + end("end_turn", 3));

        assertThat(run.end()).isEqualTo(Phase.FAILED);
        assertThat(run.stream.failure()).contains(new StreamFailure.Incomplete());
    }

    @Test
    void nothingGoesOnBeforeTheFirstContent() {
        Run run = Run.passed().feed(START + PING + block(0, "\"type\":\"text\",\"text\":\"\""));

        assertThat(run.out()).isEmpty();
        assertThat(run.stream.phase()).isEqualTo(Phase.HOLDING);
        assertThat(run.stream.events()).isEqualTo(2);
    }

    @Test
    void passedStreamKeepsItsBytesAndCountsTokens() {
        Run run = Run.passed().feed(START + PING + TEXT + END);

        assertThat(run.end()).isEqualTo(Phase.COMPLETE);
        assertThat(run.out()).isEqualTo(START + PING + TEXT + END);
        assertThat(run.stream.usage()).contains(new Usage(17, 12, 5, 2, 0));
    }

    @Test
    @DisplayName("case 76: an answer without content is passed on")
    void case76AnswerWithoutContentIsPassed() {
        Run run = Run.passed().feed(START + END);

        assertThat(run.end()).isEqualTo(Phase.COMPLETE);
        assertThat(run.out()).isEqualTo(START + END);
    }

    @Test
    void eventsWithoutNamesAreReadByTheirType() {
        String nameless = (START + PING + TEXT + END).replaceAll("event: \\w+\n", "");

        Run run = Run.passed().feed(nameless);

        assertThat(run.end()).isEqualTo(Phase.COMPLETE);
        assertThat(run.stream.usage()).contains(new Usage(17, 12, 5, 2, 0));
        assertThat(read(nameless)).isEqualTo(read(START + PING + TEXT + END));
    }

    @Test
    void streamsCutAtEveryByteReadTheSame() {
        byte[] bytes = (START + PING + TEXT + END).getBytes(UTF_8);
        String whole = Run.translated().feed(START + PING + TEXT + END).finish();
        for (int cut = 0; cut <= bytes.length; cut++) {
            Run translated = Run.translated().feed(bytes, 0, cut).feed(bytes, cut, bytes.length);
            Run passed = Run.passed().feed(bytes, 0, cut).feed(bytes, cut, bytes.length);

            assertThat(translated.finish()).as("cut at %d", cut).isEqualTo(whole);
            assertThat(passed.finish()).as("cut at %d", cut).isEqualTo(new String(bytes, UTF_8));
        }
    }

    @Test
    void streamsThatEndAtEveryByteNeverCountAsWhole() {
        byte[] bytes = (START + PING + TEXT + END).getBytes(UTF_8);
        int lastEvent = bytes.length - "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n".length();
        for (int cut = 0; cut <= lastEvent; cut++) {
            assertThat(Run.translated().feed(bytes, 0, cut).end()).isEqualTo(Phase.FAILED);
            assertThat(Run.passed().feed(bytes, 0, cut).end()).isEqualTo(Phase.FAILED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[1]",
                "\"x\"",
                "{\"type\":",
                "{\"type\":1}",
                "{\"type\":\"content_block_delta\"}",
                "{\"type\":\"content_block_start\",\"content_block\":7,\"index\":\"x\"}",
                "{\"type\":\"message_delta\",\"usage\":[],\"delta\":1}",
                "{\"type\":\"message_start\",\"message\":null}"
            })
    void hostileEventsNeverThrow(String data) {
        String stream = "event: message\ndata: " + data + "\n\nevent: content_block_start\ndata: " + data + "\n\n";

        assertThat(Run.translated().feed(stream).end()).isEqualTo(Phase.FAILED);
        assertThat(Run.passed().feed(stream).end()).isEqualTo(Phase.FAILED);
    }

    private static Opaque opaque(String kind, String data) {
        return new Opaque(WireFormat.ANTHROPIC, "main/claude-opus-4-6", kind, data);
    }

    private static List<StreamEvent> read(String stream) {
        List<StreamEvent> read = new ArrayList<>();
        StreamReader reader = Calls.FORMAT.reader(Calls.aim(Calls.OPUS_46));
        byte[] bytes = stream.getBytes(UTF_8);
        new SseReader().feed(bytes, 0, bytes.length, event -> reader.read(event, read::add));
        reader.end(read::add);
        return read;
    }

    private static String event(String name, String fields) {
        return "event: " + name + "\ndata: {\"type\":\"" + name + "\"" + (fields.isEmpty() ? "" : "," + fields)
                + "}\n\n";
    }

    private static String block(int index, String fields) {
        return event("content_block_start", "\"index\":" + index + ",\"content_block\":{" + fields + "}");
    }

    private static String delta(int index, String fields) {
        return event("content_block_delta", "\"index\":" + index + ",\"delta\":{" + fields + "}");
    }

    private static String stop(int index) {
        return event("content_block_stop", "\"index\":" + index);
    }

    private static String end(String reason, int output) {
        return event(
                "message_delta",
                "\"delta\":{\"stop_reason\":\"" + reason + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":"
                        + output + "}");
    }

    /// One stream on its way.
    private static final class Run {
        private final AnswerStream stream;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private Run(AnswerStream stream) {
            this.stream = stream;
        }

        static Run translated() {
            return new Run(new TranslatedStream(
                    Calls.FORMAT.reader(Calls.aim(Calls.OPUS_46)), Calls.FORMAT.writer(Calls.reply()), true));
        }

        static Run passed() {
            return new Run(new PassedStream(Calls.FORMAT.eventReader(), false));
        }

        Run feed(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            return feed(bytes, 0, bytes.length);
        }

        Run feed(byte[] bytes, int from, int to) {
            stream.feed(bytes, from, to, this::add);
            return this;
        }

        Phase end() {
            return stream.end(this::add);
        }

        String finish() {
            end();
            return out();
        }

        String out() {
            return out.toString(UTF_8);
        }

        private void add(byte[] bytes, int from, int to) {
            out.write(bytes, from, to - from);
        }
    }
}

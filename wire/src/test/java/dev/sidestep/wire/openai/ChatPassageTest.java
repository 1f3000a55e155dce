package dev.sidestep.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.format.AnswerStream.Phase;
import dev.sidestep.wire.format.PassedStream;
import dev.sidestep.wire.format.StreamFailure;
import dev.sidestep.wire.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatPassageTest {
    private static final String ROLE = event("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
            + "\"finish_reason\":null}],\"error\":null,\"usage\":null}");
    private static final String HELLO = text("hello");
    private static final String FINISH = event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
    private static final String USAGE =
            event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}");
    private static final String ERROR = event("{\"error\":{\"message\":\"slow down\",\"code\":429}}");
    private static final String DONE = event("[DONE]");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"\",\"tool_calls\":[],\"refusal\":null}}]}",
                "{\"choices\":[{\"delta\":{\"content\":null,\"audio\":{}},\"finish_reason\":null}]}",
                "{\"choices\":[{\"delta\":null}]}",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":1}}",
                "{\"choices\":null,\"error\":null}",
                "{\"x_groq\":{\"id\":\"r\",\"error\":null}}",
                "{\"object\":\"chat.completion.chunk\"}",
                "{}"
            })
    void whatBringsNoContentIsHeld(String json) {
        Run run = run(event(json), ": keep-alive\n\n");

        assertThat(run.phase).isEqualTo(Phase.HOLDING);
        assertThat(run.released()).isEmpty();
        assertThat(run.end().failure()).contains(new StreamFailure.Empty());
        assertThat(run.stream.isCommitted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"content\":\" \"}}]}",
                "{\"choices\":[{\"delta\":{\"reasoning\":\"hm\"}}]}",
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}",
                "{\"choices\":[{\"delta\":{\"refusal\":\"no\"}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0}]}}]}",
                "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"f\"}}}]}",
                "{\"choices\":[{\"delta\":{\"audio\":{\"id\":\"a\"}}}]}",
                "{\"choices\":[{\"delta\":{}},{\"delta\":{\"content\":\"second choice\"}}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"model_length\"}]}"
            })
    void firstContentReleasesEverythingHeld(String json) {
        Run run = run(": hi\n\n" + ROLE, event(json));

        assertThat(run.phase).isEqualTo(Phase.COMMITTED);
        assertThat(run.released()).isEqualTo(": hi\n\n" + ROLE + event(json));
    }

    static Stream<Arguments> failuresBeforeContent() {
        return Stream.of(
                Arguments.of(ERROR, "{\"error\":{\"message\":\"slow down\",\"code\":429}}"),
                Arguments.of(ROLE + ERROR, "{\"error\":{\"message\":\"slow down\",\"code\":429}}"),
                Arguments.of(event("{\"error\":\"busy\"}"), "{\"error\":\"busy\"}"),
                Arguments.of("event: error\n" + event("{\"message\":\"no\"}"), "{\"message\":\"no\"}"),
                Arguments.of(event("{\"object\":\"error\",\"code\":400}"), "{\"object\":\"error\",\"code\":400}"),
                Arguments.of(event("{\"x_groq\":{\"error\":\"over\"}}"), "{\"x_groq\":{\"error\":\"over\"}}"),
                Arguments.of(
                        event("{\"choices\":[{\"finish_reason\":\"error\"}]}"),
                        "{\"choices\":[{\"finish_reason\":\"error\"}]}"),
                Arguments.of(
                        event("{\"choices\":[{\"finish_reason\":\"overloaded_error\"}]}"),
                        "{\"choices\":[{\"finish_reason\":\"overloaded_error\"}]}"));
    }

    @ParameterizedTest
    @MethodSource("failuresBeforeContent")
    void errorBeforeContentIsInvisible(String stream, String json) {
        Run run = run(stream + HELLO + DONE);

        assertThat(run.phase).isEqualTo(Phase.FAILED);
        assertThat(run.stream.isCommitted()).isFalse();
        assertThat(run.released()).isEmpty();
        assertThat(run.errorJson()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ": a\n\n: b\n\n", "data: [DONE]\n\n", "data: [DONE]", "\n\n", "<html>busy</html>"})
    void streamWithNothingInItIsEmpty(String stream) {
        assertThat(run(stream).end().failure()).contains(new StreamFailure.Empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":[", "hello", "[]", "{\"choices\":[{\"delta\":{}}]} x", "{\"choices\":[7]}"})
    void malformedEventBeforeContentFails(String data) {
        Run run = run(event(data));

        assertThat(run.stream.failure()).contains(new StreamFailure.Garbage("an event that is not a JSON object"));
    }

    @Test
    void deepNestingBeforeContentFails() {
        assertThat(run(event("{\"a\":" + "[".repeat(100_000))).phase).isEqualTo(Phase.FAILED);
    }

    @Test
    void answerThatFinishesIsComplete() {
        Run run = run(ROLE, HELLO, text(" world"), FINISH, USAGE, DONE);

        assertThat(run.end().phase()).isEqualTo(Phase.COMPLETE);
        assertThat(run.released()).isEqualTo(ROLE + HELLO + text(" world") + FINISH + USAGE + DONE);
        assertThat(run.stream.usage()).contains(new Usage(7, 3, 0));
        assertThat(run.stream.failure()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: [DONE]\n\n", "data: [DONE]\n", "data: [DONE]", "data:[DONE]\r\n\r\n"})
    void doneAloneCompletesAnAnswer(String done) {
        Run run = run(HELLO, done);

        assertThat(run.end().phase()).isEqualTo(Phase.COMPLETE);
        assertThat(run.released()).isEqualTo(HELLO + done);
    }

    @Test
    void endAfterContentWithoutFinishIsIncomplete() {
        Run run = run(ROLE + HELLO, "data: {\"choices\":[{\"del");

        assertThat(run.end().failure()).contains(new StreamFailure.Incomplete());
        assertThat(run.stream.isCommitted()).isTrue();
        assertThat(run.released()).as("whole events only").isEqualTo(ROLE + HELLO);
    }

    @Test
    void contentThatWasNeverReleasedCanStillBeGivenUp() {
        Run run = run(ROLE + "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}");

        assertThat(run.end().failure()).contains(new StreamFailure.Incomplete());
        assertThat(run.stream.isCommitted()).isFalse();
        assertThat(run.released()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"error\":{\"message\":\"x\"}}\n\n",
                "data: {\"error\" : \"x\"}\n\n",
                "event: error\ndata: {\"message\":\"x\"}\n\n",
                "data: {\"object\":\"error\",\"message\":\"x\"}\n\n",
                "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}\n\n"
            })
    void errorAfterContentEndsTheStreamBeforeIt(String error) {
        Run run = run(ROLE + HELLO, text("more") + error + DONE, text("never"));

        assertThat(run.phase).isEqualTo(Phase.FAILED);
        assertThat(run.stream.isCommitted()).isTrue();
        assertThat(run.stream.failure()).get().isInstanceOf(StreamFailure.ErrorEvent.class);
        assertThat(run.released()).isEqualTo(ROLE + HELLO + text("more"));
    }

    @Test
    void textThatQuotesTheMarkersIsOnlyText() {
        String quoting = text("{\\\"error\\\":{},\\\"finish_reason\\\":\\\"stop\\\",\\\"usage\\\":{}}") + text("error");

        Run run = run(HELLO, quoting);

        assertThat(run.phase).isEqualTo(Phase.COMMITTED);
        assertThat(run.released()).isEqualTo(HELLO + quoting);
    }

    @Test
    void nullErrorIsNoError() {
        String chunk =
                event("{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\": null}],\"error\" : null}");

        assertThat(run(chunk, chunk).phase).isEqualTo(Phase.COMMITTED);
    }

    @Test
    void malformedEventAfterContentIsTheClientsToJudge() {
        String broken = event("{\"usage\":{\"prompt");

        Run run = run(HELLO, broken, FINISH);

        assertThat(run.end().phase()).isEqualTo(Phase.COMPLETE);
        assertThat(run.released()).isEqualTo(HELLO + broken + FINISH);
    }

    @Test
    void usageIsTheLastThatDoesNotGoBackwards() {
        Run run = run(
                HELLO,
                event("{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}"),
                event("{\"x_groq\":{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":4}}}"),
                event("{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}"),
                event("{\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":9}}"),
                event("{\"usage\":null}"));

        assertThat(run.stream.usage()).contains(new Usage(5, 4, 0));
    }

    @Test
    void eventsBeforeContentAreBounded() {
        Run run = run(ROLE.repeat(PassedStream.MAX_HELD_EVENTS));
        assertThat(run.phase).isEqualTo(Phase.HOLDING);

        run.feed(ROLE);

        assertThat(run.stream.failure()).get().isInstanceOf(StreamFailure.Garbage.class);
    }

    @Test
    void bytesBeforeContentAreBounded() {
        Run run = run(": keep-alive\n\n".repeat(PassedStream.MAX_HELD_BYTES / 14));
        assertThat(run.phase).isEqualTo(Phase.HOLDING);

        run.feed(": keep-alive\n\n");

        assertThat(run.phase).isEqualTo(Phase.FAILED);
    }

    @Test
    void giantEventAfterContentFails() {
        Run run = run(HELLO);

        for (int fed = 0; fed <= SseReader.MAX_EVENT_BYTES; fed += 64 << 10) {
            run.feed("a".repeat(64 << 10));
        }

        assertThat(run.stream.failure()).get().isInstanceOf(StreamFailure.Garbage.class);
        assertThat(run.released()).isEqualTo(HELLO);
    }

    @Test
    void wholeEventsAfterTheCommitAreForwardedInPlace() {
        PassedStream stream = new PassedStream(new ChatEventReader(), false);
        byte[] chunk = HELLO.getBytes(UTF_8);
        byte[][] forwarded = new byte[1][];

        stream.feed(chunk, 0, chunk.length, (bytes, _, _) -> forwarded[0] = bytes);

        assertThat(forwarded[0]).isSameAs(chunk);
    }

    static Stream<String> streams() {
        String crlf = (ROLE + HELLO + FINISH + DONE).replace("\n", "\r\n");
        return Stream.of(
                ROLE + ": hi\n\n" + HELLO + FINISH + USAGE + DONE,
                crlf,
                crlf.replace("\n", ""),
                ROLE + HELLO + ERROR + DONE,
                ROLE + ERROR,
                ROLE + DONE,
                ROLE + HELLO + text("é日😀"),
                HELLO + "data: [DONE]");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void everySplitReleasesTheSameBytes(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Run whole = run(text);
        whole.end();

        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second += 1 + bytes.length / 60) {
                Run run = new Run();
                run.feed(bytes, 0, first);
                run.feed(bytes, first, second);
                run.feed(bytes, second, bytes.length);
                run.end();

                assertThat(run.summary()).as("split at %d, %d", first, second).isEqualTo(whole.summary());
            }
        }
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static String text(String text) {
        return event("{\"choices\":[{\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}");
    }

    private static Run run(String... pieces) {
        Run run = new Run();
        for (String piece : pieces) {
            run.feed(piece);
        }
        return run;
    }

    private static final class Run {
        private final PassedStream stream = new PassedStream(new ChatEventReader(), false);
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private Phase phase = Phase.HOLDING;

        void feed(String piece) {
            byte[] bytes = piece.getBytes(UTF_8);
            feed(bytes, 0, bytes.length);
        }

        /// Feeds from an array that is overwritten afterwards, as a transport's buffer is.
        void feed(byte[] bytes, int from, int to) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, to);
            phase = stream.feed(chunk, 0, chunk.length, (b, f, t) -> out.write(b, f, t - f));
            Arrays.fill(chunk, (byte) '#');
        }

        PassedStream end() {
            phase = stream.end((b, f, t) -> out.write(b, f, t - f));
            return stream;
        }

        String released() {
            return out.toString(UTF_8);
        }

        String errorJson() {
            return stream.failure().orElseThrow() instanceof StreamFailure.ErrorEvent(byte[] json)
                    ? new String(json, UTF_8)
                    : "";
        }

        String summary() {
            return phase + " " + stream.isCommitted() + " " + stream.usage() + " "
                    + stream.failure().map(failure -> failure.getClass().getSimpleName()) + "\n" + released();
        }
    }
}

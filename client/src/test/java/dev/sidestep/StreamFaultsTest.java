package dev.sidestep;

import static dev.sidestep.TwoTargets.SHORT;
import static dev.sidestep.TwoTargets.once;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Ticker;
import dev.sidestep.simulator.Ending;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Framing;
import dev.sidestep.simulator.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong inside a stream that began with status 200: faults 12 to 15, 38 to 43, and 45 to 48.
class StreamFaultsTest {
    private static final Duration BEAT = Duration.ofMillis(20);

    @RegisterExtension
    private final TwoTargets targets = new TwoTargets();

    @Test
    @DisplayName("fault 12: comments for ever do not put off the first content")
    void onlyComments() throws Exception {
        targets.with(once().attemptTimeout(SHORT)).faulty(Fault.onlyComments());

        targets.assertSteppedAround(targets.stream(), 1);
    }

    @Test
    @DisplayName("fault 13: roles and empty deltas for ever do not put it off either")
    void onlyRoles() throws Exception {
        targets.with(once().attemptTimeout(SHORT)).faulty(Fault.onlyRoles());

        targets.assertSteppedAround(targets.stream(), 1);
    }

    @Test
    @DisplayName("fault 14: a stall after content ends the stream after the idle limit")
    void stall() throws Exception {
        targets.with(once().idleTimeout(SHORT)).faulty(Fault.stallAfterContent(2));

        assertBrokeAfterContent(targets.stream(), "next content");
    }

    @Test
    @DisplayName("fault 14: comments after content are no sign of life")
    void stallWithComments() throws Exception {
        targets.with(once().idleTimeout(SHORT)).faulty(new Fault.Cut(3, Ending.Plain.COMMENTS));

        assertBrokeAfterContent(targets.stream(), "next content");
    }

    @Test
    @DisplayName("fault 15: a stream without an end is ended after an hour, and closed at the provider")
    void endless() throws Exception {
        AtomicLong lateNanos = new AtomicLong();
        Ticker ticker = () -> System.nanoTime() + lateNanos.get();
        targets.counting(ticker).with(once().idleTimeout(SHORT));
        targets.faulty(stream(List.of(new Step.Repeat(bytes(event("more ")), BEAT))));
        StreamedAnswer answer = targets.stream();
        answer.awaitFirst();

        lateNanos.set(Duration.ofHours(1).toNanos());

        assertBrokeAfterContent(answer, "without an end");
    }

    @Test
    @DisplayName("fault 15: a reader that stands still does not hold a stream for ever")
    void endlessReader() throws Exception {
        AtomicLong lateNanos = new AtomicLong();
        Ticker ticker = () -> System.nanoTime() + lateNanos.get();
        targets.counting(ticker).with(once().idleTimeout(SHORT));
        targets.faulty(stream(List.of(new Step.Repeat(bytes(event("more ").repeat(100)), BEAT))));
        StreamedAnswer answer = StreamedAnswer.of(
                targets.sidestep(), ChatRequest.of(TwoTargets.FIRST).user("Hi"), 1);
        answer.awaitFirst();

        lateNanos.set(Duration.ofHours(1).toNanos());

        targets.assertNothingOpen();
        assertThat(answer.isOver()).isFalse();
    }

    static Stream<Arguments> errorsBeforeContent() {
        String error = "{\"error\":{\"message\":\"The model is overloaded\",\"type\":\"server_error\",\"code\":null}}";
        return Stream.of(
                Arguments.of("first", Fault.errorFirst()),
                Arguments.of("after the role", Fault.errorAfterRole()),
                Arguments.of("named, first", new Fault.Cut(0, new Ending.ErrorEvent(error))),
                Arguments.of("named, after the role", new Fault.Cut(1, new Ending.ErrorEvent(error))),
                Arguments.of("a bare text", sent("event: error\ndata: overloaded\n\n")),
                Arguments.of("a finish reason", sent(finish("error"))));
    }

    @ParameterizedTest(name = "fault 38: {0}")
    @MethodSource("errorsBeforeContent")
    @DisplayName("fault 38: an error before content falls over")
    void errorBeforeContent(String where, Fault fault) throws Exception {
        assertThat(where).isNotEmpty();
        targets.with(once()).faulty(fault);

        targets.assertSteppedAround(targets.stream(), 1);
    }

    @Test
    @DisplayName("fault 38: an error after content ends the stream with one failure, and is not passed on")
    void errorAfterContent() throws Exception {
        targets.faulty(Fault.errorAfterContent(2));

        StreamedAnswer answer = targets.stream();

        assertBrokeAfterContent(answer, "capacity");
        assertThat(answer.chunks()).noneMatch(chunk -> chunk.json().contains("\"error\""));
    }

    static Stream<Arguments> emptyStreams() {
        return Stream.of(
                Arguments.of("nothing", Fault.emptyStream()),
                Arguments.of("[DONE]", Fault.onlyDone()),
                Arguments.of("comments", sent(": one\n\n: two\n\n")),
                Arguments.of("a role", sent(role())),
                Arguments.of("a role and [DONE]", sent(role() + "data: [DONE]\n\n")),
                Arguments.of("an event without data", sent("event: ping\n\n")));
    }

    @ParameterizedTest(name = "fault 39: {0}")
    @MethodSource("emptyStreams")
    @DisplayName("fault 39: a stream with nothing in it falls over")
    void emptyStream(String what, Fault fault) throws Exception {
        assertThat(what).isNotEmpty();
        targets.with(once()).faulty(fault);

        targets.assertSteppedAround(targets.stream(), 1);
    }

    @Test
    @DisplayName("fault 40: a stream that ends without saying so is incomplete")
    void endsEarly() throws Exception {
        targets.faulty(Fault.endsEarly(2));

        assertBrokeAfterContent(targets.stream(), "before it was complete");
    }

    @Test
    @DisplayName("fault 40: a stream that closes without saying so is incomplete")
    void closesEarly() throws Exception {
        targets.faulty(new Fault.Cut(3, Ending.Plain.CLOSE));

        assertBrokeAfterContent(targets.stream(), "closed");
    }

    @ParameterizedTest(name = "fault 41: {0}")
    @ValueSource(strings = {"stop", "length", "content_filter", "tool_calls", "eos"})
    @DisplayName("fault 41: a finish reason is an answer, also one that nobody knows")
    void finishReason(String reason) throws Exception {
        targets.faulty(sent(event("So far") + finish(reason) + "data: [DONE]\n\n"));

        StreamedAnswer answer = targets.stream();

        assertThat(answer.end()).isEqualTo(StreamedAnswer.COMPLETE);
        assertThat(answer.text()).isEqualTo("So far");
        assertThat(targets.journal().count()).isEqualTo(1);
    }

    @Test
    @DisplayName("fault 41: content_filter without a word before it is an answer too")
    void filteredAtOnce() throws Exception {
        targets.faulty(sent(role() + finish("content_filter") + "data: [DONE]\n\n"));

        StreamedAnswer answer = targets.stream();

        assertThat(answer.end()).isEqualTo(StreamedAnswer.COMPLETE);
        assertThat(targets.journal().count()).isEqualTo(1);
    }

    @Test
    @DisplayName("fault 41: the finish reason error after content breaks the stream")
    void finishedInError() throws Exception {
        targets.faulty(sent(event("So far") + finish("error") + "data: [DONE]\n\n"));

        assertBrokeAfterContent(targets.stream(), "");
    }

    @ParameterizedTest(name = "fault 42: {0}")
    @EnumSource(Framing.class)
    @DisplayName("fault 42: every legal form of an event stream brings the same text")
    void framing(Framing framing) throws Exception {
        String usual = targets.stream().textAtEnd();
        targets.faulty(new Fault.Reframe(framing));

        assertThat(targets.stream().textAtEnd()).isEqualTo(usual);
        assertThat(targets.requestsToFirst()).isEqualTo(2);
    }

    @Test
    @DisplayName("fault 42: cut in two at any byte, the stream brings the same events")
    void everySplit() throws Exception {
        byte[] bytes = bytes("\uFEFF" + role() + ": ping\r\n\r\n" + event("grü") + "data:"
                + event("ße 😀").substring(6) + finish("stop").replace("\n", "\r") + "data: [DONE]\n\n");
        for (int split = 1; split < bytes.length; split += 3) {
            targets.faulty(splitStream(bytes, split), 1);

            StreamedAnswer answer = targets.stream();

            assertThat(answer.textAtEnd()).as("split at %d", split).isEqualTo("grüße 😀");
        }
        assertThat(targets.requestsToSecond()).isZero();
    }

    @Test
    @DisplayName("fault 42: a line of 10 MB before content falls over, within bounded memory")
    void giantLine() throws Exception {
        targets.with(once()).faulty(Fault.giantLine(10 << 20));

        targets.assertSteppedAround(targets.stream(), 1);
    }

    @Test
    @DisplayName("fault 42: a line of 10 MB after content breaks the stream")
    void giantLineAfterContent() throws Exception {
        targets.faulty(new Fault.Insert(3, ": " + "x".repeat(10 << 20) + "\n\n"));

        assertBrokeAfterContent(targets.stream(), "");
    }

    static Stream<Arguments> malformedEvents() {
        return Stream.of(
                Arguments.of("cut off", "{\"choices\":[{"),
                Arguments.of("no JSON", "<html>oops</html>"),
                Arguments.of("trailing garbage", chunk("x") + "}"),
                Arguments.of("invalid UTF-8", "{\"choices\":[{\"delta\":{\"content\":\"\u00ff\"}}]}"),
                Arguments.of("100,000 levels deep", "[".repeat(100_000)),
                Arguments.of("an array", "[1]"));
    }

    @ParameterizedTest(name = "fault 43: {0}")
    @MethodSource("malformedEvents")
    @DisplayName("fault 43: a malformed event before content falls over, and is not quoted")
    void malformedBeforeContent(String what, String data) throws Exception {
        assertThat(what).isNotEmpty();
        targets.with(once()).faulty(stream(List.of(Step.Raw.of(chunkOf("data: " + data + "\n\n")), new Step.End())));

        StreamedAnswer answer = targets.stream();

        targets.assertSteppedAround(answer, 1);
    }

    @Test
    @DisplayName("fault 43: a malformed event after content is passed on: the caller's parser has the say")
    void malformedAfterContent() throws Exception {
        targets.faulty(Fault.malformedEvent(1));

        StreamedAnswer answer = targets.stream();

        assertThat(answer.end()).isEqualTo(StreamedAnswer.COMPLETE);
        assertThat(answer.chunks())
                .filteredOn(chunk -> chunk.json().contains("chatcmpl-broken"))
                .hasSize(1);
    }

    @Test
    @DisplayName("fault 43: of duplicate fields the last one counts")
    void duplicateFields() throws Exception {
        targets.faulty(sent("data: {\"choices\":[],\"choices\":[{\"delta\":{\"content\":\"a\",\"content\":\"b\"}}]}\n\n"
                + finish("stop")));

        assertThat(targets.stream().textAtEnd()).contains("b");
    }

    @Test
    @DisplayName("fault 45: characters of several bytes survive any cut, escapes and lone surrogates too")
    void characters() throws Exception {
        String text = "ü😀\\u0000\\ud83d\\ude00\\ud83d";
        targets.faulty(splitStream(bytes(event(text) + finish("stop")), bytes(event("ü")).length / 2));

        StreamedAnswer answer = targets.stream();

        assertThat(answer.end()).isEqualTo(StreamedAnswer.COMPLETE);
        assertThat(answer.chunks().getFirst().json()).isEqualTo(chunk(text));
    }

    @Test
    @DisplayName("fault 46: fragments of tool calls are passed on as they came")
    void toolFragments() throws Exception {
        String late =
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":7,\"function\":{\"arguments\":\"{\\\"a\"}}]}}]}";
        String early =
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\"}}]}}]}";
        targets.faulty(sent("data: " + late + "\n\ndata: " + early + "\n\n" + finish("tool_calls")));

        StreamedAnswer answer = targets.stream();

        assertThat(answer.end()).isEqualTo(StreamedAnswer.COMPLETE);
        assertThat(answer.chunks().subList(0, 2))
                .extracting(ChatCompletionChunk::json)
                .containsExactly(late, early);
    }

    @Test
    @DisplayName("faults 47 and 48: odd usage and another model's name change nothing")
    void oddUsage() throws Exception {
        targets.faulty(
                sent(event("Hi") + "data: {\"choices\":[],\"model\":\"other\",\"usage\":{\"prompt_tokens\":-5}}\n\n"
                        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":\"x\"}}\n\n"
                        + finish("stop") + "data: {\"choices\":[],\"usage\":null}\n\ndata: [DONE]\n\n"));

        StreamedAnswer answer = targets.stream();

        assertThat(answer.end()).isEqualTo(StreamedAnswer.COMPLETE);
        assertThat(answer.chunks()).allMatch(chunk -> chunk.target().equals("groq/" + TwoTargets.FIRST));
    }

    /// It broke after some content: one failure that says why, no other request, nothing left open, nothing cooled.
    private void assertBrokeAfterContent(StreamedAnswer answer, String why) throws InterruptedException {
        assertThat(answer.end())
                .startsWith("failed: The stream of groq/" + TwoTargets.FIRST + " broke: ")
                .contains(why);
        assertThat(answer.text()).isNotEmpty();
        assertThat(targets.journal().count()).isEqualTo(1);
        targets.assertNothingOpen();
        targets.assertNothingCools();
    }

    private static Fault sent(String events) {
        return stream(List.of(new Step.Send(bytes(events)), new Step.End()));
    }

    private static Fault splitStream(byte[] bytes, int at) {
        return stream(List.of(
                new Step.Send(Arrays.copyOfRange(bytes, 0, at)),
                new Step.Pause(Duration.ofMillis(1)),
                new Step.Send(Arrays.copyOfRange(bytes, at, bytes.length)),
                new Step.End()));
    }

    private static Fault stream(List<Step> body) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Head(200, List.of(Map.entry("content-type", "text/event-stream")), Step.Head.CHUNKED));
        steps.addAll(body);
        return new Fault.Play(steps);
    }

    private static String role() {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
    }

    private static String event(String text) {
        return "data: " + chunk(text) + "\n\n";
    }

    private static String chunk(String text) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}";
    }

    private static String finish(String reason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n";
    }

    /// One chunk of a chunked body whose text is sent as ISO-8859-1.
    private static String chunkOf(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

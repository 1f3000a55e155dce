package dev.sidestep.wire.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.format.AnswerStream.Phase;
import dev.sidestep.wire.format.Glance;
import dev.sidestep.wire.format.PassedStream;
import dev.sidestep.wire.format.StreamFailure;
import dev.sidestep.wire.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassageTest {
    private static final String CREATED =
            "{'type':'response.created','sequence_number':0,'response':{'status':'in_progress','error':null}}";
    private static final String ADDED =
            "{'type':'response.output_item.added','output_index':0,'item':{'type':'message'}}";
    private static final String DELTA = "{'type':'response.output_text.delta','delta':'hi'}";
    private static final String COMPLETED = "{'type':'response.completed','response':{'status':'completed',"
            + "'error':null,'output':[],'usage':{'input_tokens':3,'output_tokens':2}}}";
    private static final String FAILED = "{'type':'response.failed','response':{'status':'failed',"
            + "'error':{'code':'rate_limit_exceeded','message':'slow'}}}";

    private static Glance glance(String stream, boolean isCommitted) {
        List<Glance> glances = new ArrayList<>();
        byte[] bytes = stream.getBytes(UTF_8);
        new SseReader()
                .feed(
                        bytes,
                        0,
                        bytes.length,
                        event -> glances.add(Given.FORMAT.eventReader().glance(event, isCommitted)));
        return glances.getFirst();
    }

    private static Glance before(String event) {
        return glance(Given.stream(event), false);
    }

    private static Glance after(String event) {
        return glance(Given.stream(event), true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CREATED,
                ADDED,
                "{'type':'response.in_progress','response':{}}",
                "{'type':'response.queued','response':{'status':'queued'}}",
                "{'type':'response.content_part.added','part':{}}",
                "{'type':'response.reasoning_summary_part.added','part':{}}",
                "{'type':'response.output_text.delta','delta':''}",
                "{'type':'response.output_item.done','item':{'type':'reasoning','encrypted_content':'x'}}",
                "{'type':'response.web_search_call.searching'}",
                "{'type':'response.invented'}"
            })
    void stepsBringNoContent(String event) {
        assertThat(before(event)).isEqualTo(Glance.STEP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DELTA,
                "{'type':'response.refusal.delta','delta':'x'}",
                "{'type':'response.function_call_arguments.delta','delta':'{'}",
                "{'type':'response.reasoning_summary_text.delta','delta':'x'}",
                "{'type':'response.reasoning_text.delta','delta':'x'}",
                "{'type':'response.custom_tool_call_input.delta','delta':'x'}",
                "{'type':'response.audio.delta','delta':'AA'}",
                "{'type':'response.output_item.done','item':{'type':'function_call'}}"
            })
    void piecesAreContent(String event) {
        assertThat(before(event)).isEqualTo(Glance.CONTENT);
        assertThat(after(event)).isEqualTo(Glance.CONTENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FAILED,
                "{'type':'error','code':'rate_limit_exceeded','message':'slow'}",
                "{'type':'response.cancelled','response':{}}"
            })
    @DisplayName("case 87: errors are errors before the commit and after it")
    void case87Errors(String event) {
        assertThat(before(event)).isEqualTo(Glance.ERROR);
        assertThat(after(event)).isEqualTo(Glance.ERROR);
    }

    @Test
    void failedResponseInAnotherEventIsAnError() {
        assertThat(before(FAILED.replace("response.failed", "response.completed")))
                .isEqualTo(Glance.ERROR);
        assertThat(after(FAILED.replace("response.failed", "response.completed")))
                .isEqualTo(Glance.ERROR);
    }

    @Test
    void eventsWithoutANameAreReadByTheirData() {
        assertThat(glance("data: " + DELTA.replace('\'', '"') + "\n\n", false)).isEqualTo(Glance.CONTENT);
        assertThat(glance("data: {\"error\":{\"message\":\"no\"}}\n\n", true)).isEqualTo(Glance.ERROR);
        assertThat(glance("data: {\"type\":\"error\"}\n\n", true)).isEqualTo(Glance.ERROR);
    }

    @Test
    void endTellsTheTokens() {
        Usage usage = new Usage(3, 2, 0);

        assertThat(after(COMPLETED)).isEqualTo(new Glance(Glance.Kind.DONE, "response.completed", usage));
        assertThat(after(COMPLETED.replace("completed", "incomplete")).knownUsage())
                .isEqualTo(usage);
    }

    @Test
    void afterTheCommitOnlyTheNameIsLookedAt() {
        assertThat(glance("event: response.output_text.delta\ndata: {broken\n\n", true))
                .isEqualTo(Glance.CONTENT);
        assertThat(glance("event: response.output_text.delta\ndata: {broken\n\n", false))
                .isEqualTo(Glance.MALFORMED);
        assertThat(glance("event: response.failed\ndata: {broken\n\n", true)).isEqualTo(Glance.ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: [DONE]\n\n", "event: keepalive\ndata: {}\n\n", "event: ping\ndata: {}\n\n"})
    void signOfLifeIsNothingElse(String event) {
        assertThat(glance(event, false)).isEqualTo(Glance.PING);
    }

    private static PassedStream pass(ByteArrayOutputStream out, String stream, int cut) {
        byte[] bytes = stream.getBytes(UTF_8);
        PassedStream passed = new PassedStream(Given.FORMAT.eventReader(), false);
        passed.feed(bytes, 0, cut, (some, from, to) -> out.write(some, from, to - from));
        passed.feed(bytes, cut, bytes.length, (some, from, to) -> out.write(some, from, to - from));
        passed.end((some, from, to) -> out.write(some, from, to - from));
        return passed;
    }

    @Test
    void streamPassesAsItCameWhereverItIsCut() {
        String stream = Given.stream(CREATED, ADDED, DELTA, DELTA, COMPLETED);

        for (int cut = 0; cut < stream.length(); cut++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PassedStream passed = pass(out, stream, cut);

            assertThat(passed.phase()).as("cut at " + cut).isEqualTo(Phase.COMPLETE);
            assertThat(passed.usage()).contains(new Usage(3, 2, 0));
            assertThat(out.toString(UTF_8)).isEqualTo(stream);
        }
    }

    @Test
    @DisplayName("case 87: a failure before content leaves no trace, and its data go to the error table")
    void case87FailureBeforeContent() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        PassedStream passed = pass(out, Given.stream(CREATED, ADDED, FAILED), 0);

        assertThat(passed.isCommitted()).isFalse();
        assertThat(out.size()).isZero();
        assertThat(passed.failure())
                .hasValueSatisfying(failure -> assertThat(
                                new String(((StreamFailure.ErrorEvent) failure).json(), UTF_8))
                        .isEqualTo(FAILED.replace('\'', '"')));
    }

    @Test
    @DisplayName("case 76: an answer without content is complete")
    void case76AnswerWithoutContent() {
        assertThat(pass(new ByteArrayOutputStream(), Given.stream(CREATED, COMPLETED), 0)
                        .phase())
                .isEqualTo(Phase.COMPLETE);
    }

    @Test
    @DisplayName("case 86: an end without a terminal event is a failure, and what failed after content stays back")
    void case86EndWithoutTerminalEvent() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(pass(out, Given.stream(CREATED, DELTA), 0).failure()).contains(new StreamFailure.Incomplete());
        out.reset();
        assertThat(pass(out, Given.stream(DELTA, FAILED), 0).isCommitted()).isTrue();
        assertThat(out.toString(UTF_8)).isEqualTo(Given.stream(DELTA));
    }
}

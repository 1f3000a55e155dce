package dev.sidestep.wire.gemini;

import static dev.sidestep.wire.gemini.Asked.signature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.StreamEvent.Counted;
import dev.sidestep.wire.canonical.StreamEvent.Failed;
import dev.sidestep.wire.canonical.StreamEvent.Finished;
import dev.sidestep.wire.canonical.StreamEvent.Malformed;
import dev.sidestep.wire.canonical.StreamEvent.Signed;
import dev.sidestep.wire.canonical.StreamEvent.Started;
import dev.sidestep.wire.canonical.StreamEvent.Text;
import dev.sidestep.wire.canonical.StreamEvent.Thinking;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallArguments;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallBegun;
import dev.sidestep.wire.format.EventReader;
import dev.sidestep.wire.format.Glance;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import dev.sidestep.wire.sse.SseReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiStreamReaderTest {
    private static final String THOUGHTS =
            "{'candidates':[{'content':{'parts':[{'text':'hm, é日😀','thought':true}]}}],'responseId':'r','modelVersion':'m',"
                    + "'usageMetadata':{'promptTokenCount':9}}";
    private static final String TEXT_AND_CALL = "{'candidates':[{'content':{'parts':[{'text':'see:'},"
            + "{'functionCall':{'id':'a','name':'f','args':{'x':1}},'thoughtSignature':'s1'},"
            + "{'functionCall':{'id':'b','name':'f'}}]}}]}";
    private static final String CALL =
            "{'candidates':[{'content':{'parts':[{'functionCall':{'id':'c','name':'g'}}]}}]}";
    private static final String END = "{'candidates':[{'content':{'parts':[{'text':''}]},'finishReason':'STOP'}],"
            + "'usageMetadata':{'promptTokenCount':9,'candidatesTokenCount':4,'thoughtsTokenCount':2}}";

    private final Asked asked = Asked.of();

    @Test
    void case83And84CallsBesideTextAndTheEndInALaterEventAreAllTold() {
        assertThat(read(THOUGHTS, TEXT_AND_CALL, CALL, END))
                .containsExactly(
                        new Started("r", "m", new Usage(9, 0, 0)),
                        new Thinking("hm, é日😀"),
                        new Counted(new Usage(9, 0, 0)),
                        new Text("see:"),
                        new ToolCallBegun(0, "a", "f", signature("s1")),
                        new ToolCallArguments(0, "{\"x\":1}"),
                        new ToolCallBegun(1, "b", "f", null),
                        new ToolCallArguments(1, "{}"),
                        new ToolCallBegun(2, "c", "g", null),
                        new ToolCallArguments(2, "{}"),
                        new Counted(new Usage(9, 6, 0, 0, 2)),
                        new Finished(new Finish(Reason.TOOL_CALLS, "STOP")));
    }

    @Test
    void everySplitOfTheBytesTellsTheSame() {
        byte[] bytes = stream(THOUGHTS, TEXT_AND_CALL, CALL, END);
        List<StreamEvent> whole = read(bytes, bytes.length);

        for (int cut = 0; cut < bytes.length; cut++) {
            assertThat(read(bytes, cut)).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void case10CallsOfOneFunctionInSeveralEventsGetDifferentIds() {
        String call = "{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f'}}]}}]}";
        List<String> ids = read(call, call).stream()
                .filter(ToolCallBegun.class::isInstance)
                .map(begun -> ((ToolCallBegun) begun).id())
                .toList();

        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
        assertThat(asked.aim().memory().find(ids.getLast())).contains(new Kept("", null));
    }

    @Test
    void case72SignaturesOfStreamedCallsAreRemembered() {
        read(TEXT_AND_CALL);

        assertThat(asked.aim().memory().find("a")).contains(new Kept("a", signature("s1")));
        assertThat(asked.aim().memory().find("b")).isEmpty();
    }

    @Test
    void case73ASignatureOnAnEmptyTextAtTheEndIsTold() {
        String last =
                "{'candidates':[{'content':{'parts':[{'text':'','thoughtSignature':'s'}]},'finishReason':'STOP'}]}";

        assertThat(read("{'candidates':[{'content':{'parts':[{'text':'hi'}]}}]}", last))
                .containsExactly(
                        new Started("", "", null),
                        new Text("hi"),
                        new Signed(signature("s")),
                        new Finished(new Finish(Reason.STOP, "STOP")));
    }

    @Test
    void aWordForTheEndInEveryEventEndsNothingBeforeItsTime() {
        String piece = "{'candidates':[{'content':{'parts':[{'text':'x'}]},'finishReason':'STOP'}]}";

        assertThat(read(piece, piece))
                .containsExactly(
                        new Started("", "", null),
                        new Text("x"),
                        new Text("x"),
                        new Finished(new Finish(Reason.STOP, "STOP")));
    }

    @Test
    void case76AnAnswerWithoutContentIsFinishedAllTheSame() {
        assertThat(read("{'candidates':[{'finishReason':'MAX_TOKENS'}]}"))
                .containsExactly(new Started("", "", null), new Finished(new Finish(Reason.LENGTH, "MAX_TOKENS")));
    }

    @Test
    void case77ARefusedPromptIsFinished() {
        assertThat(read("{'promptFeedback':{'blockReason':'SAFETY'}}"))
                .endsWith(new Finished(new Finish(Reason.CONTENT_FILTER, "SAFETY")));
    }

    @Test
    void case86AStreamWithoutAWordForItsEndIsNotFinished() {
        assertThat(read(TEXT_AND_CALL)).noneMatch(Finished.class::isInstance);
        assertThat(read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'code':429,'status':'RESOURCE_EXHAUSTED'}}",
                "[{'error':{'code':429,'status':'RESOURCE_EXHAUSTED'}}]"
            })
    void case87AnErrorInTheStreamIsToldInTheShapeOfAnErrorsBody(String error) {
        StreamEvent last = read(TEXT_AND_CALL, error, END).getLast();

        assertThat(((Failed) last).json())
                .asString(UTF_8)
                .isEqualTo("{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'candidates':[{'finishReason':'MALFORMED_FUNCTION_CALL'}]}",
                "{'candidates':[{'content':{'parts':[{'functionCall':{'args':{}}}]}}]}",
                "no JSON",
                "7",
                "[]",
                "{'a':"
            })
    void whatBreaksTheFormatEndsTheStream(String broken) {
        assertThat(read(TEXT_AND_CALL, broken, END).getLast()).isInstanceOf(Malformed.class);
    }

    @Test
    void case91WhatNobodyKnowsIsPassedOver() {
        String unknown = "{'candidates':[{'content':{'parts':[{'executableCode':{}},{'new':1}]},'x':1}],'y':[]}";

        assertThat(read(unknown, "[DONE]", END)).hasSize(3);
    }

    @Test
    void case94AnAnswerToBeContinuedIsAPause() {
        assertThat(read("{'candidates':[{'finishReason':'CONTINUATION'}]}").getLast())
                .isEqualTo(new Finished(new Finish(Reason.PAUSE, "CONTINUATION")));
    }

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void hostileStreamsAreReadWithoutFearAndFinishAtMostOnce(int seed) {
        Random random = new Random(seed);
        byte[] bytes = Hostile.body(new String(stream(THOUGHTS, TEXT_AND_CALL, CALL, END), UTF_8), random);

        assertThatCode(() -> assertThat(read(bytes, bytes.length))
                        .filteredOn(event -> event instanceof Finished || event instanceof Failed)
                        .hasSizeLessThan(2))
                .as("seed %d", seed)
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'candidates':[{'content':{'parts':[{'text':'x'}]}}]}       | CONTENT   |
            {'candidates':[{'finishReason':'STOP'}]}                    | CONTENT   | STOP
            {'promptFeedback':{'blockReason':'OTHER'}}                  | CONTENT   | OTHER
            {'usageMetadata':{'promptTokenCount':1}}                    | STEP      |
            {'error':{}}                                                | ERROR     |
            {'candidates':[{'finishReason':'MALFORMED_RESPONSE'}]}      | MALFORMED |
            x                                                           | MALFORMED |
            [DONE]                                                      | DONE      |
            """)
    void eventsThatGoThroughAreGlancedAt(String data, Glance.Kind kind, String finish) {
        EventReader reader = GeminiFormat.INSTANCE.eventReader();
        List<Glance> glances = new ArrayList<>();
        byte[] bytes = stream(data);
        new SseReader().feed(bytes, 0, bytes.length, event -> glances.add(reader.glance(event, false)));

        assertThat(glances).singleElement().satisfies(glance -> {
            assertThat(glance.kind()).isEqualTo(kind);
            assertThat(glance.knownFinish()).isEqualTo(finish);
        });
    }

    private List<StreamEvent> read(String... events) {
        byte[] bytes = stream(events);
        return read(bytes, bytes.length);
    }

    private List<StreamEvent> read(byte[] bytes, int cut) {
        List<StreamEvent> told = new ArrayList<>();
        StreamReader reader = GeminiFormat.INSTANCE.reader(asked.aim());
        SseReader events = new SseReader();
        events.feed(bytes, 0, cut, event -> reader.read(event, told::add));
        events.feed(bytes, cut, bytes.length, event -> reader.read(event, told::add));
        events.end(event -> reader.read(event, told::add));
        reader.end(told::add);
        return told;
    }

    private static byte[] stream(String... events) {
        StringBuilder stream = new StringBuilder();
        for (String event : events) {
            stream.append("data: ").append(event.replace('\'', '"')).append("\r\n\r\n");
        }
        return stream.toString().getBytes(UTF_8);
    }
}

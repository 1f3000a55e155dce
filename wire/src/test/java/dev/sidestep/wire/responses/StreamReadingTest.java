package dev.sidestep.wire.responses;

import static dev.sidestep.wire.responses.Given.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.StreamEvent.Counted;
import dev.sidestep.wire.canonical.StreamEvent.Failed;
import dev.sidestep.wire.canonical.StreamEvent.Finished;
import dev.sidestep.wire.canonical.StreamEvent.Malformed;
import dev.sidestep.wire.canonical.StreamEvent.Refusal;
import dev.sidestep.wire.canonical.StreamEvent.Signed;
import dev.sidestep.wire.canonical.StreamEvent.Started;
import dev.sidestep.wire.canonical.StreamEvent.Text;
import dev.sidestep.wire.canonical.StreamEvent.Thinking;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallArguments;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallBegun;
import dev.sidestep.wire.canonical.WireFormat;
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
import org.junit.jupiter.params.provider.ValueSource;

class StreamReadingTest {
    private static final String CREATED =
            "{'type':'response.created','response':{'id':'resp_1','model':'gpt-5.4','status':'in_progress'}}";
    private static final String IN_PROGRESS = "{'type':'response.in_progress','response':{'id':'resp_1'}}";
    private static final String MESSAGE =
            "{'type':'response.output_item.added','output_index':0,'item':{'type':'message','id':'msg_1'}}";
    private static final String HEL =
            "{'type':'response.output_text.delta','item_id':'msg_1','output_index':0,'content_index':0,'delta':'hel'}";
    private static final String LO =
            "{'type':'response.output_text.delta','item_id':'msg_1','output_index':0,'content_index':0,'delta':'lo'}";
    private static final String HELLO = "{'type':'message','id':'msg_1','role':'assistant','content':[{"
            + "'type':'output_text','text':'hello','annotations':[]}]}";
    private static final String MESSAGE_DONE =
            "{'type':'response.output_item.done','output_index':0,'item':" + HELLO + "}";
    private static final String COMPLETED = "{'type':'response.completed','response':{'id':'resp_1','status':"
            + "'completed','error':null,'output':[" + HELLO + "],'usage':{'input_tokens':3,'output_tokens':2}}}";
    private static final StreamEvent STARTED = new Started("resp_1", "gpt-5.4", null);
    private static final StreamEvent COUNTED = new Counted(new Usage(3, 2, 0));
    private static final StreamEvent DONE = new Finished(new Finish(Reason.STOP, "completed"));

    @Test
    void piecesAreToldOnceAndInOrder() {
        assertThat(read(Given.aim(), CREATED, IN_PROGRESS, MESSAGE, HEL, LO, MESSAGE_DONE, COMPLETED))
                .containsExactly(STARTED, new Text("hel"), new Text("lo"), COUNTED, DONE);
    }

    @Test
    void wholeItemsTellWhatNoPieceDid() {
        assertThat(read(Given.aim(), CREATED, MESSAGE, MESSAGE_DONE, COMPLETED))
                .containsExactly(STARTED, new Text("hello"), COUNTED, DONE);
    }

    @Test
    void wholeAnswerTellsWhatNothingElseDid() {
        assertThat(read(Given.aim(), COMPLETED))
                .containsExactly(new Started("resp_1", "", null), new Text("hello"), COUNTED, DONE);
    }

    @Test
    void anOutputThatIsNoListTellsNothing() {
        String odd = COMPLETED.replace("[" + HELLO + "]", HELLO);

        assertThat(read(Given.aim(), CREATED, MESSAGE, HEL, odd))
                .containsExactly(STARTED, new Text("hel"), COUNTED, DONE);
    }

    @Test
    void serverThatNamesNoItemsIsNotHeardTwice() {
        String bare = "{'type':'response.output_text.delta','delta':'hello'}";

        assertThat(read(Given.aim(), CREATED, bare, COMPLETED))
                .containsExactly(STARTED, new Text("hello"), COUNTED, DONE);
    }

    @Test
    void placeCountsWhereIdsChange() {
        String again = HEL.replace("msg_1", "msg_other");

        assertThat(read(Given.aim(), CREATED, MESSAGE, again, MESSAGE_DONE, COMPLETED))
                .containsExactly(STARTED, new Text("hel"), COUNTED, DONE);
    }

    private static String callAdded(int index) {
        return "{'type':'response.output_item.added','output_index':%1$d,'item':{'type':'function_call','id':'fc_%1$d',"
                        .formatted(index)
                + "'call_id':'call_" + index + "','name':'f','arguments':''}}";
    }

    private static String arguments(int index, String piece) {
        return "{'type':'response.function_call_arguments.delta','item_id':'fc_%1$d','output_index':%1$d,'delta':'%2$s'}"
                .formatted(index, piece);
    }

    private static String callDone(int index, String arguments) {
        return "{'type':'response.output_item.done','output_index':%1$d,'item':{'type':'function_call','id':'fc_%1$d',"
                        .formatted(index)
                + "'call_id':'call_" + index + "','name':'f','arguments':'" + arguments + "'}}";
    }

    @Test
    @DisplayName("cases 81, 82: tool calls are told apart by their place, and pieces may come in turns")
    void case81InterleavedToolCalls() {
        assertThat(read(
                        Given.aim(),
                        callAdded(0),
                        callAdded(1),
                        arguments(1, "{"),
                        arguments(0, "["),
                        arguments(1, "}"),
                        arguments(0, "]"),
                        callDone(0, "[]"),
                        callDone(1, "{}")))
                .containsExactly(
                        new ToolCallBegun(0, "call_0", "f", null),
                        new ToolCallBegun(1, "call_1", "f", null),
                        new ToolCallArguments(1, "{"),
                        new ToolCallArguments(0, "["),
                        new ToolCallArguments(1, "}"),
                        new ToolCallArguments(0, "]"));
    }

    @Test
    @DisplayName("case 79: a tool call without pieces has its arguments from its end, at least an empty object")
    void case79ArgumentsFromTheEnd() {
        assertThat(read(Given.aim(), callAdded(0), callDone(0, ""), callDone(2, "{}")))
                .containsExactly(
                        new ToolCallBegun(0, "call_0", "f", null), new ToolCallArguments(0, "{}"),
                        new ToolCallBegun(1, "call_2", "f", null), new ToolCallArguments(1, "{}"));
    }

    @Test
    @DisplayName("case 84: an answer with a tool call in it waits for its result, whatever its status says")
    void case84ToolCallsDecideTheFinish() {
        assertThat(read(
                        Given.aim(),
                        callAdded(0),
                        arguments(0, "{}"),
                        callDone(0, "{}"),
                        "{'type':'response.completed','response':{'status':'completed','output':[]}}"))
                .last()
                .isEqualTo(new Finished(new Finish(Reason.TOOL_CALLS, "completed")));
    }

    @Test
    void thoughtsComeWithTheirState() {
        String thought = "{'type':'response.%s','item_id':'rs_1','output_index':0,'summary_index':%d,'delta':'%s'}";
        String done = "{'type':'response.output_item.done','output_index':0,'item':{'type':'reasoning','id':'rs_1',"
                + "'summary':[{'type':'summary_text','text':'a'},{'type':'summary_text','text':'b'}],"
                + "'encrypted_content':'gAAA'}}";

        assertThat(read(
                        Given.aim(),
                        thought.formatted("reasoning_summary_part.added", 0, ""),
                        thought.formatted("reasoning_summary_text.delta", 0, "a"),
                        thought.formatted("reasoning_summary_part.added", 1, ""),
                        thought.formatted("reasoning_summary_text.delta", 1, "b"),
                        done))
                .containsExactly(
                        new Thinking("a"),
                        new Thinking("\n\n"),
                        new Thinking("b"),
                        new Signed(new Opaque(WireFormat.RESPONSES, Given.TARGET, "encrypted_content", "gAAA")));
    }

    @Test
    void stateWithoutThoughtsIsSignedAllTheSame() {
        String done = "{'type':'response.output_item.done','output_index':0,'item':{'type':'reasoning','id':'rs_1',"
                + "'summary':[],'encrypted_content':'gAAA'}}";

        assertThat(read(Given.aim(), done)).hasExactlyElementsOfTypes(Thinking.class, Signed.class);
        assertThat(read(Given.aim(), done.replace("'gAAA'", "null"))).isEmpty();
    }

    @Test
    void rawThoughtsAndRefusalsAreTold() {
        assertThat(read(
                        Given.aim(),
                        "{'type':'response.reasoning_text.delta','output_index':0,'delta':'hm'}",
                        "{'type':'response.refusal.delta','output_index':1,'delta':'no'}"))
                .containsExactly(new Thinking("hm"), new Refusal("no"));
    }

    @Test
    @DisplayName("case 76: an incomplete answer without content is an answer")
    void case76IncompleteWithoutContent() {
        assertThat(read(
                        Given.aim(),
                        CREATED,
                        "{'type':'response.incomplete','response':{'status':'incomplete',"
                                + "'incomplete_details':{'reason':'max_output_tokens'},'output':[]}}"))
                .containsExactly(STARTED, new Finished(new Finish(Reason.LENGTH, "max_output_tokens")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'response.failed','response':{'status':'failed','error':{'code':'rate_limit_exceeded','message':'slow'}}}",
                "{'type':'error','code':'rate_limit_exceeded','message':'slow','param':null,'sequence_number':2}",
                "{'type':'error','error':{'type':'rate_limit_exceeded','code':'rate_limit_exceeded','message':'slow'}}",
                "{'error':{'code':'rate_limit_exceeded','message':'slow'}}",
                "{'type':'response.completed','response':{'status':'failed','error':{'code':'rate_limit_exceeded','message':'slow'}}}"
            })
    @DisplayName("case 87: an error in a stream has the shape of an error answer's body")
    void case87ErrorsHaveOneShape(String event) {
        List<StreamEvent> steps = read(Given.aim(), CREATED, event, HEL);

        assertThat(steps).hasSize(2).first().isEqualTo(STARTED);
        assertThat(Given.json(((Failed) steps.get(1)).json()))
                .isEqualTo(Given.json(
                        "{'error':{'message':'slow'," + "'type':'rate_limit_exceeded','code':'rate_limit_exceeded'}}"));
    }

    private static TranslatedStream translate(ByteArrayOutputStream out, byte[] bytes, int cut) {
        TranslatedStream stream =
                new TranslatedStream(Given.FORMAT.reader(Given.aim()), Given.FORMAT.writer(Given.reply()), true);
        stream.feed(bytes, 0, cut, (some, from, to) -> out.write(some, from, to - from));
        stream.feed(bytes, cut, bytes.length, (some, from, to) -> out.write(some, from, to - from));
        stream.end((some, from, to) -> out.write(some, from, to - from));
        return stream;
    }

    @Test
    @DisplayName("case 87: a quota error after response.created leaves no trace, so another target can answer")
    void case87FailureBeforeContentIsInvisible() {
        byte[] bytes = Given.stream(
                        CREATED,
                        IN_PROGRESS,
                        MESSAGE,
                        "{'type':'response.failed','response':{"
                                + "'status':'failed','error':{'code':'insufficient_quota','message':'pay'}}}")
                .getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        TranslatedStream stream = translate(out, bytes, 0);

        assertThat(stream.isCommitted()).isFalse();
        assertThat(stream.failure())
                .hasValueSatisfying(failure -> assertThat(failure).isInstanceOf(StreamFailure.ErrorEvent.class));
        assertThat(out.size()).isZero();
    }

    @Test
    @DisplayName("case 86: an end without a terminal event is a failure")
    void case86EndWithoutTerminalEvent() {
        byte[] bytes = Given.stream(CREATED, MESSAGE, HEL, MESSAGE_DONE).getBytes(UTF_8);

        assertThat(translate(new ByteArrayOutputStream(), bytes, 0).failure()).contains(new StreamFailure.Incomplete());
    }

    @Test
    void streamCutAtAnyByteIsReadTheSame() {
        byte[] bytes = Given.stream(
                        CREATED,
                        MESSAGE,
                        HEL,
                        LO,
                        MESSAGE_DONE,
                        callAdded(1),
                        arguments(1, "{}"),
                        callDone(1, "{}"),
                        COMPLETED)
                .getBytes(UTF_8);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        translate(whole, bytes, 0);

        for (int cut = 1; cut < bytes.length; cut++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            translate(out, bytes, cut);
            assertThat(out.toString(UTF_8)).as("cut at " + cut).isEqualTo(whole.toString(UTF_8));
        }
        Grammar.require(Given.events(whole.toByteArray()));
    }

    @Test
    @DisplayName("case 91: events and fields that nobody knows are passed over")
    void case91UnknownEventsArePassedOver() {
        assertThat(read(
                        Given.aim(),
                        "{'type':'response.invented','x':1}",
                        "{'type':'response.web_search_call.searching','output_index':7}",
                        "{'type':'response.output_text.annotation.added','output_index':0}",
                        "{'type':'response.output_text.delta','output_index':'odd','delta':7}"))
                .containsExactly(new Text("7"));
    }

    @Test
    void whatIsNoObjectIsMalformed() {
        assertThat(Given.readBytes(Given.aim(), "data: [1]\n\ndata: {\"a\":\n\n".getBytes(UTF_8)))
                .hasExactlyElementsOfTypes(Malformed.class, Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: [DONE]\n\n", "event: keepalive\ndata: {\"type\":\"keepalive\"}\n\n"})
    void signOfLifeIsNoStep(String event) {
        List<Boolean> counted = new ArrayList<>();
        StreamReader reader = Given.FORMAT.reader(Given.aim());
        byte[] bytes = event.getBytes(UTF_8);

        new SseReader()
                .feed(
                        bytes,
                        0,
                        bytes.length,
                        some -> counted.add(reader.read(some, step -> {
                            throw new AssertionError(step);
                        })));

        assertThat(counted).containsExactly(false);
    }

    @Test
    void itemsAreBounded() {
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i <= 1_024; i++) {
            stream.append(Given.stream(callAdded(i)));
        }

        assertThat(Given.readBytes(Given.aim(), stream.toString().getBytes(UTF_8)))
                .hasSize(1_025)
                .last()
                .isInstanceOf(Malformed.class);
    }
}

package dev.sidestep.wire.openai;

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
import dev.sidestep.wire.canonical.StreamEvent.Started;
import dev.sidestep.wire.canonical.StreamEvent.Text;
import dev.sidestep.wire.canonical.StreamEvent.Thinking;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallArguments;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallBegun;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import dev.sidestep.wire.format.ToolNames;
import dev.sidestep.wire.sse.SseReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatStreamReaderTest {
    private static final String FINISH = finish("stop");
    private static final StreamEvent STOPPED = new Finished(new Finish(Reason.STOP, "stop"));

    private final Aim aim = Calls.aim("openai", "gpt-4o");

    @Test
    void textIsRead() {
        assertThat(read(
                        "{\"id\":\"c\",\"model\":\"g\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
                        delta("\"content\":\"he\""),
                        delta("\"content\":\"llo\""),
                        FINISH,
                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
                                + "\"completion_tokens_details\":{\"reasoning_tokens\":2},"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":1}}}",
                        "[DONE]"))
                .containsExactly(
                        new Started("c", "g", null),
                        new Text("he"),
                        new Text("llo"),
                        new Counted(new Usage(7, 3, 4, 1, 2)),
                        STOPPED);
    }

    @Test
    void case67ThoughtsAreNoText() {
        assertThat(content(
                        delta("\"reasoning_content\":\"a\",\"content\":null"),
                        delta("\"reasoning\":\"b\""),
                        delta("\"reasoning\":\"c\",\"reasoning_content\":\"c\""),
                        delta("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"d\"}]},"
                                + "{\"type\":\"text\",\"text\":\"e\"}]"),
                        FINISH,
                        "[DONE]"))
                .containsExactly(
                        new Thinking("a"),
                        new Thinking("b"),
                        new Thinking("c"),
                        new Thinking("d"),
                        new Text("e"),
                        STOPPED);
    }

    @Test
    void case81PiecesOfTwoToolCallsMayComeInTurns() {
        assertThat(content(
                        call("\"index\":0,\"id\":\"a\"", "f", ""),
                        call("\"index\":1,\"id\":\"b\"", "g", ""),
                        call("\"index\":0", "", "{\\\"x\\\":"),
                        call("\"index\":1", "", "{}"),
                        call("\"index\":0", "", "1}"),
                        finish("tool_calls"),
                        "[DONE]"))
                .containsExactly(
                        new ToolCallBegun(0, "a", "f", null),
                        new ToolCallBegun(1, "b", "g", null),
                        new ToolCallArguments(0, "{\"x\":"),
                        new ToolCallArguments(1, "{}"),
                        new ToolCallArguments(0, "1}"),
                        new Finished(new Finish(Reason.TOOL_CALLS, "tool_calls")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"index\":0,\"id\":\"a\"|\"index\":0,\"id\":\"b\"", // always 0
                "\"id\":\"a\"|\"id\":\"b\"", // no index
                "\"index\":0|\"index\":0", // no id either
                "\"index\":0,\"id\":\"\"|\"index\":0,\"id\":null",
                "\"index\":7,\"id\":\"a\"|\"index\":3,\"id\":\"b\"",
                "\"id\":\"a\"|\"index\":0,\"id\":\"b\""
            })
    void case82EachToolCallGetsAnIndexOfItsOwn(String heads) {
        String[] head = heads.split("\\|");

        List<StreamEvent> events = content(call(head[0], "f", "{}"), call(head[1], "f", "{}"), FINISH, "[DONE]");

        assertThat(events.stream().filter(ToolCallBegun.class::isInstance).map(e -> ((ToolCallBegun) e).index()))
                .containsExactly(0, 1);
        assertThat(events.stream().filter(ToolCallBegun.class::isInstance).map(e -> ((ToolCallBegun) e).id()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[A-Za-z0-9_-]{1,40}"));
    }

    @Test
    void idAndNameMayBeRepeatedWithEveryPiece() {
        assertThat(content(
                        call("\"index\":0,\"id\":\"a\"", "f", "{\\\"x\\\":"),
                        call("\"index\":0,\"id\":\"a\"", "f", "1}"),
                        FINISH,
                        "[DONE]"))
                .startsWith(
                        new ToolCallBegun(0, "a", "f", null),
                        new ToolCallArguments(0, "{\"x\":"),
                        new ToolCallArguments(0, "1}"))
                .hasSize(4);
    }

    @Test
    void piecesWithoutIndexAndIdBelongToTheLastToolCall() {
        assertThat(content(call("\"id\":\"a\"", "f", "{"), call("\"type\":\"function\"", "", "}"), FINISH, "[DONE]"))
                .contains(new ToolCallArguments(0, "{"), new ToolCallArguments(0, "}"))
                .hasSize(4);
    }

    @Test
    void argumentsWaitForTheName() {
        assertThat(content(call("\"index\":0,\"id\":\"a\"", "", "{"), call("\"index\":0", "f", "}"), FINISH, "[DONE]"))
                .startsWith(
                        new ToolCallBegun(0, "a", "f", null),
                        new ToolCallArguments(0, "{"),
                        new ToolCallArguments(0, "}"));
        assertThat(content(call("\"index\":0,\"id\":\"a\"", "", "{}"), FINISH, "[DONE]"))
                .containsExactly(new Malformed("a tool call without a name"));
    }

    @Test
    void olderFunctionCallIsAToolCall() {
        assertThat(content(
                        delta("\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}"),
                        delta("\"function_call\":{\"arguments\":\"{}\"}"),
                        finish("function_call"),
                        "[DONE]"))
                .hasSize(3)
                .contains(new ToolCallArguments(0, "{}"))
                .contains(new Finished(new Finish(Reason.TOOL_CALLS, "function_call")));
    }

    @Test
    void case42IdsThatNotEveryClientTakesAreReplacedAndKept() {
        StreamEvent begun =
                content(call("\"index\":0,\"id\":\"f.1:x\"", "f", "{}")).getFirst();

        String id = ((ToolCallBegun) begun).id();
        assertThat(id).matches("call_[A-Za-z0-9]{24}");
        assertThat(aim.memory().find(id)).contains(new Kept("f.1:x", null));
    }

    @Test
    void signaturesAreKeptForTheirIssuer() {
        Opaque opaque = new Opaque(WireFormat.OPENAI, "acc/gpt-4o", "thought_signature", "SIG");

        StreamEvent begun = content(call(
                        "\"index\":0,\"id\":\"a\",\"extra_content\":{\"google\":{\"thought_signature\":\"SIG\"}}",
                        "f",
                        "{}"))
                .getFirst();

        assertThat(begun).isEqualTo(new ToolCallBegun(0, "a", "f", opaque));
        assertThat(aim.memory().find("a")).contains(new Kept("a", opaque));
    }

    @Test
    void case40NamesComeBackAsTheCallerKnowsThem() {
        String fitted = ToolNames.sent("mcp.server/tool", aim.memory());

        assertThat(content(call("\"index\":0,\"id\":\"a\"", fitted, "{}")))
                .startsWith(new ToolCallBegun(0, "a", "mcp.server/tool", null));
    }

    @ParameterizedTest
    @CsvSource({
        "stop, false, STOP",
        "stop, true, TOOL_CALLS",
        "tool_calls, true, TOOL_CALLS",
        "tool_calls, false, STOP",
        "length, true, LENGTH",
        "model_length, false, LENGTH",
        "content_filter, false, CONTENT_FILTER",
        "invented, false, STOP",
        "invented, true, TOOL_CALLS"
    })
    void case84And91TheEndIsTakenFromTheContent(String word, boolean calls, Reason reason) {
        String content = calls ? call("\"index\":0,\"id\":\"a\"", "f", "{}") : delta("\"content\":\"a\"");

        assertThat(content(content, finish(word), "[DONE]")).endsWith(new Finished(new Finish(reason, word)));
    }

    @Test
    void refusalIsTheEndsReason() {
        assertThat(content(delta("\"refusal\":\"can\""), delta("\"refusal\":\"not\""), FINISH, "[DONE]"))
                .containsExactly(
                        new Refusal("can"),
                        new Refusal("not"),
                        new Finished(new Finish(Reason.CONTENT_FILTER, "stop", "cannot")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"x\"}}",
                "{\"error\":\"x\"}",
                "{\"object\":\"error\",\"message\":\"x\"}",
                "{\"x_groq\":{\"error\":\"over\"}}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"overloaded_error\"}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"insufficient_system_resource\"}]}"
            })
    void case87ErrorsInAStreamAreFailures(String json) {
        StreamEvent last = content(delta("\"content\":\"a\""), json).getLast();

        assertThat(last)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.json()).asString(UTF_8).isEqualTo(json));
    }

    @Test
    void nullErrorIsNone() {
        assertThat(content("{\"error\":null,\"choices\":[{\"delta\":{\"content\":\"a\",\"tool_calls\":null}}]}"))
                .containsExactly(new Text("a"));
    }

    @Test
    void case86EndWithoutAReasonIsNoEnd() {
        assertThat(content(delta("\"content\":\"a\""))).containsExactly(new Text("a"));
        assertThat(content(delta("\"content\":\"a\""), FINISH)).containsExactly(new Text("a"), STOPPED);
        assertThat(content(delta("\"content\":\"a\""), "[DONE]"))
                .containsExactly(new Text("a"), new Finished(new Finish(Reason.STOP, "")));
        assertThat(content("[DONE]")).isEmpty();
    }

    @Test
    void contentAfterTheReasonStillCounts() {
        assertThat(content(FINISH, delta("\"content\":\"late\""), "[DONE]")).containsExactly(new Text("late"), STOPPED);
    }

    @Test
    void usageMayStandAnywhereAndOnlyGrows() {
        assertThat(content(
                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}",
                        "{\"x_groq\":{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":4}}}",
                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}",
                        "{\"choices\":[],\"usage\":null}"))
                .containsExactly(new Counted(new Usage(5, 1, 0)), new Counted(new Usage(5, 4, 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "hello", "{\"choices\":["})
    void whatIsNoObjectIsMalformed(String data) {
        assertThat(content(data)).containsExactly(new Malformed("an event that is not a JSON object"));
    }

    @Test
    void otherChoicesAreNotMixedIn() {
        assertThat(content("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}},"
                        + "{\"index\":0,\"delta\":{\"content\":\"a\"}}]}"))
                .containsExactly(new Text("a"));
    }

    private List<StreamEvent> content(String... data) {
        List<StreamEvent> events = new ArrayList<>(read(data));
        events.removeIf(Started.class::isInstance);
        return events;
    }

    private List<StreamEvent> read(String... data) {
        List<StreamEvent> events = new ArrayList<>();
        StreamReader reader = OpenAiFormat.INSTANCE.reader(aim);
        byte[] bytes = ("data: " + String.join("\n\ndata: ", data) + "\n\n").getBytes(UTF_8);
        SseReader sse = new SseReader();
        sse.feed(bytes, 0, bytes.length, event -> reader.read(event, events::add));
        reader.end(events::add);
        return events;
    }

    private static String delta(String fields) {
        return "{\"choices\":[{\"index\":0,\"delta\":{" + fields + "},\"finish_reason\":null}]}";
    }

    private static String finish(String word) {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + word + "\"}]}";
    }

    private static String call(String head, String name, String arguments) {
        String named = name.isEmpty() ? "" : "\"name\":\"" + name + "\",";
        return delta("\"tool_calls\":[{" + head + ",\"function\":{" + named + "\"arguments\":\"" + arguments + "\"}}]");
    }
}

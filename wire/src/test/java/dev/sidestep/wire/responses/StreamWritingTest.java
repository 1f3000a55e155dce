package dev.sidestep.wire.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamWritingTest {
    private static final Opaque STATE = new Opaque(WireFormat.ANTHROPIC, "a/claude", "signature", "sig");
    private static final Finished STOP = finished(Reason.STOP);

    private static Finished finished(Reason reason) {
        return new Finished(new Finish(reason, "x"));
    }

    private static List<JsonNode> write(StreamEvent... steps) {
        List<JsonNode> events = Given.write(Given.reply(), steps);
        Grammar.require(events);
        return events;
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("type").asText().substring("response.".length()))
                .toList();
    }

    private static JsonNode last(StreamEvent... steps) {
        return write(steps).getLast().path("response");
    }

    @Test
    void textIsToldFromItsBeginningToItsEnd() {
        List<JsonNode> events = write(new Started("msg_1", "claude", null), new Text("hel"), new Text("lo"), STOP);

        assertThat(types(events))
                .containsExactly(
                        "created",
                        "in_progress",
                        "output_item.added",
                        "content_part.added",
                        "output_text.delta",
                        "output_text.delta",
                        "output_text.done",
                        "content_part.done",
                        "output_item.done",
                        "completed");
        assertThat(events.get(4).path("delta").asText()).isEqualTo("hel");
        assertThat(events.get(6).path("text").asText()).isEqualTo("hello");
    }

    @Test
    void eventsAreNamedAsTheirDataSay() {
        // Given.events compares each event's name with the type in its data.
        assertThat(write(new Text("x"), STOP)).isNotEmpty();
    }

    @Test
    void tokensAreThoseCountedLast() {
        JsonNode usage = last(
                        new Started("", "", new Usage(5, 1, 0)),
                        new Text("x"),
                        new Counted(new Usage(5, 2, 1)),
                        STOP,
                        new Counted(new Usage(6, 3, 1, 0, 2)))
                .path("usage");

        assertThat(usage.path("input_tokens").asInt()).isEqualTo(6);
        assertThat(usage.path("output_tokens_details").path("reasoning_tokens").asInt())
                .isEqualTo(2);
        assertThat(usage.path("total_tokens").asInt()).isEqualTo(9);
    }

    @Test
    @DisplayName("case 81: pieces of several tool calls may come in turns")
    void case81InterleavedToolCalls() {
        JsonNode output = last(
                        new ToolCallBegun(0, "c0", "f", null),
                        new ToolCallBegun(1, "c1", "g", null),
                        new ToolCallArguments(1, "{\"b\""),
                        new ToolCallArguments(0, "{\"a\""),
                        new ToolCallArguments(1, ":2}"),
                        new ToolCallArguments(0, ":1}"),
                        finished(Reason.TOOL_CALLS))
                .path("output");

        assertThat(output.findValuesAsText("arguments")).containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(output.findValuesAsText("call_id")).containsExactly("c0", "c1");
    }

    @Test
    @DisplayName("cases 25, 79: a tool call without arguments has an empty object of them")
    void case79NoArgumentsAreAnEmptyObject() {
        List<JsonNode> events =
                write(new ToolCallBegun(0, "c0", "f", null), new ToolCallArguments(0, ""), finished(Reason.TOOL_CALLS));

        assertThat(types(events)).contains("function_call_arguments.delta", "function_call_arguments.done");
        assertThat(events.getLast().findValuesAsText("arguments")).containsExactly("{}");
    }

    @Test
    @DisplayName("case 67: thoughts are an item of their own, with their state, and never part of the text")
    void case67ThoughtsAreASummaryWithTheirState() {
        JsonNode output = last(new Thinking("h"), new Thinking("m"), new Signed(STATE), new Text("x"), STOP)
                .path("output");

        assertThat(output.get(0).path("summary").get(0).path("text").asText()).isEqualTo("hm");
        assertThat(output.get(0).path("encrypted_content").asText()).isEqualTo(STATE.token());
        assertThat(output.get(1).path("type").asText()).isEqualTo("message");
    }

    @Test
    @DisplayName("case 71: thoughts without a text are an item all the same, for the sake of their state")
    void case71StateAlone() {
        JsonNode output = last(new Thinking(""), new Signed(STATE), new Redacted(STATE), new Text("x"), STOP)
                .path("output");

        assertThat(output.findValuesAsText("type")).containsExactly("reasoning", "reasoning", "message", "output_text");
        assertThat(output.get(0).path("summary")).isEmpty();
    }

    @Test
    void thoughtsThatNothingProvesAreTakenOutOnTheSameWire() {
        JsonNode item =
                last(new Thinking("hm"), new Text("x"), STOP).path("output").get(0);
        String body = "{'model':'m','input':[" + item + ",{'role':'user','content':'x'}]}";

        JsonNode sent = Given.json(
                Given.FORMAT.edit(Given.call(body), Given.aim("other", "m")).body());

        assertThat(sent.path("input")).hasSize(1);
        assertThat(Given.turns(item.toString()).getFirst().parts())
                .containsExactly(new Part.Thinking("hm", null, Extras.NONE));
    }

    @Test
    void grammarSeesABrokenStream() {
        List<JsonNode> events = write(new Text("a"), new ToolCallBegun(0, "c", "f", null), STOP);

        for (int i = 0; i < events.size(); i++) {
            List<JsonNode> broken = new ArrayList<>(events);
            broken.remove(i);
            assertThatThrownBy(() -> Grammar.require(broken)).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void emptyPiecesBeginNothing() {
        assertThat(last(new Text(""), new Thinking(""), new Refusal(""), STOP).path("output"))
                .isEmpty();
    }

    @Test
    void ownStateOfUnknownIssuerGoesAsItCame() {
        Opaque own = new Opaque(WireFormat.RESPONSES, "", "encrypted_content", "gAAA");

        assertThat(last(new Thinking("hm"), new Signed(own), STOP).findValuesAsText("encrypted_content"))
                .containsExactly("gAAA");
    }

    @Test
    void refusalIsAPartOfItsMessage() {
        JsonNode output = last(new Text("I "), new Refusal("won't"), STOP).path("output");

        assertThat(output).hasSize(1);
        assertThat(output.get(0).path("content").findValuesAsText("type")).containsExactly("output_text", "refusal");
    }

    @Test
    @DisplayName("case 78: a refusal after text ends the answer as filtered")
    void case78RefusalAfterText() {
        JsonNode response = last(new Text("well"), new Finished(new Finish(Reason.CONTENT_FILTER, "refusal", "no")));

        assertThat(response.path("status").asText()).isEqualTo("incomplete");
        assertThat(response.path("incomplete_details").path("reason").asText()).isEqualTo("content_filter");
        assertThat(response.path("output").findValuesAsText("refusal")).containsExactly("no");
    }

    @Test
    @DisplayName("case 76: an answer cut before its first word")
    void case76NothingButTheEnd() {
        JsonNode response = last(finished(Reason.LENGTH));

        assertThat(response.path("status").asText()).isEqualTo("incomplete");
        assertThat(response.path("output")).isEmpty();
    }

    @Test
    @DisplayName("case 92: a second beginning is none")
    void case92SecondBeginningIsNone() {
        List<JsonNode> events = write(new Started("a", "m", null), new Text("x"), new Started("b", "n", null), STOP);

        assertThat(types(events)).containsOnlyOnce("created");
    }

    @Test
    void modelIsTheOneThatAnswers() {
        assertThat(last(new Started("a", "other", null), STOP).path("model").asText())
                .isEqualTo("gemini-3-flash");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyStreamObeysTheGrammar(long seed) {
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            List<StreamEvent> steps = steps(random);
            try {
                Grammar.require(Given.events(Given.writeBytes(Given.reply(), steps)));
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed + ", steps " + steps, broken);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsWrittenIsReadAsTheSame(long seed) {
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<StreamEvent> steps = steps(random);
            List<StreamEvent> back = Given.readBytes(Given.aim(), Given.writeBytes(Given.reply(), steps));

            assertThat(said(back)).as("seed " + seed + ", steps " + steps).isEqualTo(said(steps));
        }
    }

    /// The texts, thoughts and arguments of a stream, each joined, and why it ended. Who refuses has not just stopped.
    private static List<String> said(List<StreamEvent> steps) {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        StringBuilder refusals = new StringBuilder();
        List<StringBuilder> calls = new ArrayList<>();
        String end = "";
        for (StreamEvent step : steps) {
            switch (step) {
                case Text(var piece) -> text.append(piece);
                case Thinking(var piece) -> thoughts.append(piece);
                case Refusal(var piece) -> refusals.append(piece);
                case ToolCallBegun(var _, var id, var name, var _) ->
                    calls.add(new StringBuilder(id + " " + name + " "));
                case ToolCallArguments(var index, var piece) -> calls.get(index).append(piece);
                case Finished(var finish) -> end = finish.reason().name();
                default -> {
                    // said elsewhere
                }
            }
        }
        boolean isRefusal = !refusals.isEmpty() && end.equals("STOP");
        return List.of(text + "|" + thoughts + "|" + refusals, calls.toString(), isRefusal ? "CONTENT_FILTER" : end);
    }

    private static List<StreamEvent> steps(RandomGenerator random) {
        List<StreamEvent> steps = new ArrayList<>();
        int calls = 0;
        if (random.nextBoolean()) {
            steps.add(new Started("id", "model", null));
        }
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            String piece = List.of("", "a", "\"é\n", "{}", "😀").get(random.nextInt(5));
            switch (random.nextInt(9)) {
                case 0 -> steps.add(new Text(piece));
                case 1 -> steps.add(new Thinking(piece));
                case 2 -> steps.add(new Signed(STATE));
                case 3 -> steps.add(new Redacted(STATE));
                case 4 -> steps.add(new Refusal(piece));
                case 5 -> steps.add(new Counted(new Usage(1, i, 0)));
                case 6 -> {
                    steps.add(new ToolCallBegun(calls, "c" + calls, "f", null));
                    steps.add(new ToolCallArguments(calls++, "{"));
                }
                default -> {
                    if (calls > 0) {
                        steps.add(new ToolCallArguments(random.nextInt(calls), piece));
                    }
                }
            }
        }
        steps.add(finished(calls > 0 ? Reason.TOOL_CALLS : random.nextBoolean() ? Reason.STOP : Reason.LENGTH));
        return steps;
    }
}

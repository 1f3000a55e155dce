package dev.sidestep.wire.anthropic;

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
import dev.sidestep.wire.canonical.StreamEvent.Signed;
import dev.sidestep.wire.canonical.StreamEvent.Started;
import dev.sidestep.wire.canonical.StreamEvent.Text;
import dev.sidestep.wire.canonical.StreamEvent.Thinking;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallArguments;
import dev.sidestep.wire.canonical.StreamEvent.ToolCallBegun;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.format.StreamWriter;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the official SDKs choke on (measured with crafted streams) must never be written.
class EmitterTest {
    private static final Started STARTED = new Started("resp_1", "gpt-5", null);
    private static final Finished STOP = new Finished(new Finish(Reason.STOP, "stop"));
    private static final Finished TOOLS = new Finished(new Finish(Reason.TOOL_CALLS, "tool_calls"));

    @Test
    void textIsOneBlockBetweenOneStartAndOneStop() {
        Written written = write(STARTED, new Text("he"), new Text("llo"), STOP, new Counted(new Usage(9, 2, 4, 1, 0)));

        assertThat(written.names())
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(written.event("message_delta").toString())
                .isEqualTo(
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                                + "\"usage\":{\"input_tokens\":4,\"cache_creation_input_tokens\":1,"
                                + "\"cache_read_input_tokens\":4,\"output_tokens\":2}}");
    }

    @Test
    @DisplayName("§9: messages stream without event lines")
    void everyEventHasItsName() {
        Written written = write(STARTED, new Text("x"), STOP);

        assertThat(written.raw.split("\n\n"))
                .allSatisfy(event -> assertThat(event).matches("event: \\w+\ndata: \\{.*"));
        assertThat(written.events)
                .allSatisfy(event -> assertThat(event.name())
                        .isEqualTo(event.data().path("type").asText()));
    }

    @Test
    @DisplayName("case 92, §9: a second message_start")
    void case92MessageStartsOnce() {
        Written written = write(STARTED, STARTED, new Text("x"), STARTED, STOP);

        assertThat(written.names()).containsOnlyOnce("message_start");
    }

    @Test
    void messageStartsEvenWhereTheProviderDoesNotSay() {
        assertThat(write(new Text("x"), STOP).names()).startsWith("message_start");
    }

    @Test
    @DisplayName("case 93: the answer is named by us, and the model is the one that answered")
    void case93StartTellsOurIdAndTheEstimate() {
        JsonNode message = write(STARTED, STOP).event("message_start").path("message");

        assertThat(message.path("id").asText()).isEqualTo("msg_abc");
        assertThat(message.path("model").asText()).isEqualTo("gpt-5");
        assertThat(message.path("usage").path("input_tokens").asLong()).isEqualTo(5);
    }

    @Test
    @DisplayName("§9: tool_use without any input_json_delta")
    void toolCallWithoutArgumentsGetsADelta() {
        Written written = write(STARTED, begun(0), TOOLS);

        assertThat(written.event("content_block_delta").path("delta").toString())
                .isEqualTo("{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}");
    }

    @Test
    @DisplayName("case 80: whole arguments go out in one delta")
    void case80WholeArgumentsAreOneDelta() {
        Written written = write(STARTED, begun(0), new ToolCallArguments(0, "{\"a\":1}"), TOOLS);

        assertThat(written.of("content_block_start").getFirst().toString())
                .contains("\"input\":{}", "\"id\":\"call_0\"", "\"name\":\"f0\"");
        assertThat(written.of("content_block_delta")).hasSize(1);
        assertThat(written.arguments(0)).isEqualTo("{\"a\":1}");
        assertThat(written.event("message_delta")
                        .path("delta")
                        .path("stop_reason")
                        .asText())
                .isEqualTo("tool_use");
    }

    @Test
    @DisplayName("case 81: interleaved tool calls become blocks one after the other")
    void case81InterleavedToolCallsAreSerialised() {
        Written written = write(
                STARTED,
                begun(0),
                new ToolCallArguments(0, "{\"a\""),
                begun(1),
                new ToolCallArguments(1, "{\"b\""),
                new ToolCallArguments(0, ":1}"),
                new ToolCallArguments(1, ":2}"),
                TOOLS);

        written.requireSequential();
        assertThat(written.arguments(0)).isEqualTo("{\"a\":1}");
        assertThat(written.arguments(1)).isEqualTo("{\"b\":2}");
    }

    @Test
    void toolCallsThatFollowEachOtherAreStreamed() {
        MessagesStreamWriter writer = new MessagesStreamWriter(Calls.reply());
        Sink sink = new Sink();

        List.of(begun(0), new ToolCallArguments(0, "{}"), begun(1), new ToolCallArguments(1, "{\"b"))
                .forEach(event -> writer.write(event, sink::add));

        assertThat(sink.text()).contains("call_1").endsWith("\"partial_json\":\"{\\\"b\"}}\n\n");
    }

    @Test
    void brokenArgumentsHoldNothingBackForGood() {
        Written written = write(
                STARTED,
                begun(0),
                new ToolCallArguments(0, "{\"a"),
                new Text("text"),
                begun(1),
                new ToolCallArguments(1, "{}"),
                STOP);

        written.requireSequential();
        assertThat(written.arguments(0)).isEqualTo("{\"a");
        assertThat(written.raw).contains("\"text\":\"text\"");
        assertThat(written.arguments(2)).isEqualTo("{}");
    }

    @Test
    void thinkingIsSignedInItsBlock() {
        Opaque opaque = new Opaque(WireFormat.RESPONSES, "a/m", "encrypted_content", "enc");

        Written written = write(STARTED, new Thinking("hm"), new Signed(opaque), new Text("x"), STOP);

        assertThat(written.of("content_block_delta").stream()
                        .map(event -> event.path("delta").path("type").asText()))
                .containsExactly("thinking_delta", "signature_delta", "text_delta");
        String signature = written.of("content_block_delta")
                .get(1)
                .path("delta")
                .path("signature")
                .asText();
        assertThat(Opaque.of(WireFormat.ANTHROPIC, "signature", signature)).isEqualTo(opaque);
    }

    @Test
    @DisplayName("case 73, §9: a signature on a text, and a thinking block without one")
    void case73SignatureOfATextTravelsInAnEmptyThought() {
        Opaque opaque = new Opaque(WireFormat.GEMINI, "g/m", "thoughtSignature", "sig");

        Written written = write(STARTED, new Thinking("hm"), new Text("x"), new Signed(opaque), STOP);

        written.requireSequential();
        assertThat(written.of("content_block_start").stream()
                        .map(event -> event.path("content_block").path("type").asText()))
                .containsExactly("thinking", "text", "thinking");
    }

    @Test
    @DisplayName("case 70: redacted thinking of another provider")
    void case70RedactedThinkingIsPacked() {
        Opaque opaque = new Opaque(WireFormat.RESPONSES, "a/m", "encrypted_content", "enc");

        JsonNode block = write(STARTED, new Redacted(opaque), STOP)
                .event("content_block_start")
                .path("content_block");

        assertThat(block.path("type").asText()).isEqualTo("redacted_thinking");
        assertThat(Opaque.isToken(block.path("data").asText())).isTrue();
    }

    @Test
    @DisplayName("case 76: an answer without content is whole all the same")
    void case76AnswerWithoutContentIsWhole() {
        Written written = write(STARTED, new Finished(new Finish(Reason.LENGTH, "MAX_TOKENS")));

        assertThat(written.names()).containsExactly("message_start", "message_delta", "message_stop");
        assertThat(written.raw).contains("\"stop_reason\":\"max_tokens\"");
    }

    @Test
    @DisplayName("case 84: tool calls count more than the provider's word")
    void case84StopWithToolCallsIsToolUse() {
        assertThat(write(STARTED, begun(0), STOP).raw).contains("\"stop_reason\":\"tool_use\"");
    }

    @Test
    @DisplayName("case 78: a refusal says why")
    void case78RefusalIsExplained() {
        Written written = write(
                STARTED, new Text("I"), new Finished(new Finish(Reason.CONTENT_FILTER, "content_filter", "unsafe")));

        assertThat(written.event("message_delta")
                        .path("delta")
                        .path("stop_details")
                        .path("explanation")
                        .asText())
                .isEqualTo("unsafe");
    }

    @Test
    void stopTextIsTold() {
        Written written = write(STARTED, new Text("I"), new Finished(new Finish(Reason.STOP_SEQUENCE, "stop", "END")));

        assertThat(written.event("message_delta").path("delta").toString())
                .isEqualTo("{\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"END\"}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void blocksAreSequentialWhateverComes(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<StreamEvent> events = new ArrayList<>(List.of(STARTED));
        List<String> arguments = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            int open = arguments.size();
            switch (random.nextInt(6)) {
                case 0 -> events.add(new Text("t"));
                case 1 -> events.add(new Thinking("h"));
                case 2 -> {
                    events.add(begun(open));
                    events.add(new ToolCallArguments(open, "{\"k\":\""));
                    arguments.add("{\"k\":\"");
                }
                default -> {
                    if (open > 0) {
                        int index = random.nextInt(open);
                        String piece = "}\\\"" + step;
                        if (!arguments.get(index).endsWith("\"}")) {
                            boolean ends = random.nextInt(4) == 0;
                            events.add(new ToolCallArguments(index, ends ? "\"}" : piece));
                            arguments.set(index, arguments.get(index) + (ends ? "\"}" : piece));
                        }
                    }
                }
            }
        }
        events.add(STOP);

        Written written = write(events.toArray(StreamEvent[]::new));

        written.requireSequential();
        assertThat(written.allArguments()).as("seed " + seed).containsExactlyElementsOf(arguments);
    }

    @Test
    @DisplayName("§9: an error after content, and a ping in a silence")
    void errorAndPingAreEventsOfTheFormat() {
        byte[] error = Calls.FORMAT.errorEvent(529, ApiError.of("busy", "overloaded", "x"));

        assertThat(new String(error, UTF_8))
                .isEqualTo("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"busy\",\"code\":\"x\"}}\n\n");
        assertThat(new String(Calls.FORMAT.keepAlive(), UTF_8)).isEqualTo("event: ping\ndata: {\"type\":\"ping\"}\n\n");
    }

    static ToolCallBegun begun(int index) {
        return new ToolCallBegun(index, "call_" + index, "f" + index, null);
    }

    static Written write(StreamEvent... events) {
        StreamWriter writer = Calls.FORMAT.writer(Calls.reply());
        Sink sink = new Sink();
        for (StreamEvent event : events) {
            writer.write(event, sink::add);
        }
        writer.end(sink::add);
        return new Written(sink.text());
    }

    private static final class Sink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void add(byte[] more, int from, int to) {
            bytes.write(more, from, to - from);
        }

        String text() {
            return bytes.toString(UTF_8);
        }
    }

    private record Event(String name, JsonNode data) {}

    private static final class Written {
        private final String raw;
        private final List<Event> events = new ArrayList<>();

        Written(String raw) {
            this.raw = raw;
            byte[] bytes = raw.getBytes(UTF_8);
            new SseReader()
                    .feed(
                            bytes,
                            0,
                            bytes.length,
                            event -> events.add(new Event(
                                    event.type(), Trees.parse(event.copy()).orElseThrow())));
        }

        List<String> names() {
            return events.stream().map(Event::name).toList();
        }

        List<JsonNode> of(String name) {
            return events.stream()
                    .filter(event -> event.name().equals(name))
                    .map(Event::data)
                    .toList();
        }

        JsonNode event(String name) {
            return of(name).getFirst();
        }

        String arguments(int block) {
            StringBuilder arguments = new StringBuilder();
            for (JsonNode delta : of("content_block_delta")) {
                if (delta.path("index").asInt() == block) {
                    arguments.append(delta.path("delta").path("partial_json").asText());
                }
            }
            return arguments.toString();
        }

        /// The arguments of all tool calls, in the order of their ids.
        List<String> allArguments() {
            List<String> all = new ArrayList<>();
            for (JsonNode start : of("content_block_start")) {
                if (start.path("content_block").path("type").asText().equals("tool_use")) {
                    all.add(arguments(start.path("index").asInt()));
                }
            }
            return all;
        }

        /// Requires what the SDKs do: indexes from 0 up, and no block within another.
        void requireSequential() {
            int next = 0;
            boolean isOpen = false;
            for (Event event : events) {
                int index = event.data().path("index").asInt(-1);
                switch (event.name()) {
                    case "content_block_start" -> {
                        assertThat(isOpen).isFalse();
                        assertThat(index).isEqualTo(next);
                        isOpen = true;
                    }
                    case "content_block_delta" ->
                        assertThat(isOpen && index == next).isTrue();
                    case "content_block_stop" -> {
                        assertThat(isOpen && index == next).isTrue();
                        isOpen = false;
                        next++;
                    }
                    default -> assertThat(isOpen).isFalse();
                }
            }
        }
    }
}

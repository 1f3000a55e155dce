package dev.sidestep.wire.crossing;

import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.crossing.Crossing.Asked;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.format.StreamWriter;
import dev.sidestep.wire.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Streams that are long in one direction: four times as much takes about four times as long, in every format.
class LongStreamsTest {
    static Stream<Arguments> growths() {
        return Stream.of(
                Arguments.of("texts", 4_000, (IntFunction<List<StreamEvent>>) LongStreamsTest::texts),
                Arguments.of("thoughts", 4_000, (IntFunction<List<StreamEvent>>) LongStreamsTest::thoughts),
                Arguments.of("tool calls", 500, (IntFunction<List<StreamEvent>>) LongStreamsTest::toolCalls),
                Arguments.of("arguments", 4_000, (IntFunction<List<StreamEvent>>) LongStreamsTest::arguments),
                Arguments.of("two calls in turns", 2_000, (IntFunction<List<StreamEvent>>) LongStreamsTest::twoInTurns),
                Arguments.of("texts behind an open call", 1_000, (IntFunction<List<StreamEvent>>)
                        LongStreamsTest::behindOpen),
                Arguments.of("calls in turns", 250, (IntFunction<List<StreamEvent>>) LongStreamsTest::allInTurns));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("growths")
    void timeGrowsWithTheLength(String what, int size, IntFunction<List<StreamEvent>> answers) {
        Growth.isLinear(answers.apply(size), answers.apply(4 * size), LongStreamsTest::everywhere);
    }

    private static void everywhere(List<StreamEvent> events) {
        for (WireFormat wire : Crossing.CLIENTS) {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            StreamWriter writer =
                    Formats.ofClients(wire).writer(Asked.smallest(wire).reply());
            events.forEach(event -> writer.write(event, (bytes, from, to) -> written.write(bytes, from, to - from)));
            writer.end((bytes, from, to) -> written.write(bytes, from, to - from));

            StreamReader reader = Formats.ofProviders(wire).reader(Crossing.aim(wire));
            new SseReader().feed(written.toByteArray(), 0, written.size(), event -> reader.read(event, _ -> {}));
        }
    }

    private static List<StreamEvent> texts(int size) {
        return answer(size, i -> List.of(new StreamEvent.Text("word" + i)));
    }

    private static List<StreamEvent> thoughts(int size) {
        return answer(size, i -> List.of(new StreamEvent.Thinking("word" + i)));
    }

    private static List<StreamEvent> toolCalls(int size) {
        return answer(size, i -> List.of(begun(i), piece(i, "{\"a\":"), piece(i, "1}")));
    }

    private static List<StreamEvent> arguments(int size) {
        return answer(size, i -> i == 0 ? List.of(begun(0), piece(0, "{\"a\":\"")) : List.of(piece(0, "é" + i)));
    }

    private static List<StreamEvent> twoInTurns(int size) {
        return answer(
                size,
                i -> i == 0
                        ? List.of(begun(0), begun(1), piece(0, "{\"a\":\""), piece(1, "{\"a\":\""))
                        : List.of(piece(0, "x" + i), piece(1, "y" + i)));
    }

    /// A provider that never completes its first call.
    private static List<StreamEvent> behindOpen(int size) {
        return answer(
                size,
                i -> i == 0
                        ? List.of(begun(0), piece(0, "{"))
                        : List.of(i % 2 == 0 ? new StreamEvent.Text("t" + i) : new StreamEvent.Thinking("t" + i)));
    }

    /// All calls begin, then each gets a piece of its arguments, then each its last.
    private static List<StreamEvent> allInTurns(int size) {
        List<StreamEvent> events = new ArrayList<>();
        events.addAll(answer(size, i -> List.of(begun(i))).subList(1, size + 1));
        events.addAll(answer(size, i -> List.of(piece(i, "{\"a\":"))).subList(1, size + 1));
        events.addAll(answer(size, i -> List.of(piece(i, "1}"))).subList(1, size + 2));
        return events;
    }

    private static List<StreamEvent> answer(int size, IntFunction<List<StreamEvent>> steps) {
        List<StreamEvent> events = new ArrayList<>();
        events.add(new StreamEvent.Started("answer", "model", null));
        for (int i = 0; i < size; i++) {
            events.addAll(steps.apply(i));
        }
        events.add(new StreamEvent.Finished(new Finish(Finish.Reason.TOOL_CALLS, "")));
        return events;
    }

    private static StreamEvent begun(int index) {
        return new StreamEvent.ToolCallBegun(index, "call_" + index, "f", null);
    }

    private static StreamEvent piece(int index, String piece) {
        return new StreamEvent.ToolCallArguments(index, piece);
    }
}

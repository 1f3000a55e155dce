package dev.sidestep.wire.crossing;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random answers, whole and in pieces.
final class Answers {
    private static final List<String> TEXTS = List.of(
            "plain",
            "é ü ß ",
            "😀👩‍👩‍👧",
            "\u0000\u001f\u007f",
            "\"quoted\" \\",
            "\u2028",
            "\n\ndata: {}\r\n\r\n",
            " ",
            "שלום");

    private static final List<String> ARGUMENTS =
            List.of("{}", "{\"a\":1}", "{\"é\":\"😀\\n\\\"}{\",\"n\":[1.50,null,{\"x\":{}}]}", "{ \"sp\" : true }");

    private final RandomGenerator random;

    Answers(RandomGenerator random) {
        this.random = random;
    }

    /// A whole one.
    CanonicalAnswer whole() {
        List<Part> parts = new ArrayList<>();
        int thoughts = random.nextInt(3);
        for (int i = 0; i < thoughts; i++) {
            parts.add(new Part.Thinking("why " + text(), null, Extras.NONE));
        }
        int texts = random.nextInt(4);
        for (int i = 0; i < texts; i++) {
            parts.add(new Part.Text("t" + text()));
        }
        int calls = parts.isEmpty() ? 1 + random.nextInt(3) : random.nextInt(4);
        for (int i = 0; i < calls; i++) {
            parts.add(new Part.ToolCall("call_" + i, "f_" + i, ARGUMENTS.get(random.nextInt(ARGUMENTS.size()))));
        }
        return new CanonicalAnswer("answer-7", "model-8", parts, finish(calls > 0), usage());
    }

    private Finish finish(boolean hasCalls) {
        if (random.nextInt(4) == 0) {
            return new Finish(Finish.Reason.LENGTH, "");
        }
        return new Finish(hasCalls ? Finish.Reason.TOOL_CALLS : Finish.Reason.STOP, "");
    }

    private Usage usage() {
        long input = 10 + random.nextInt(100_000);
        long output = 10 + random.nextInt(100_000);
        return new Usage(input, output, random.nextLong(input / 2), 0, random.nextLong(output / 2));
    }

    /// The same in pieces: characters of a text may be cut anywhere but within one, and the arguments of several tool
    /// calls come in turns.
    List<StreamEvent> pieces(CanonicalAnswer answer) {
        List<StreamEvent> events = new ArrayList<>();
        events.add(new StreamEvent.Started(answer.id(), answer.model(), null));
        List<List<StreamEvent>> calls = new ArrayList<>();
        for (Part part : answer.parts()) {
            switch (part) {
                case Part.Text(var text, var _, var _) ->
                    cut(text).forEach(piece -> events.add(new StreamEvent.Text(piece)));
                case Part.Thinking(var text, var _, var _) ->
                    cut(text).forEach(piece -> events.add(new StreamEvent.Thinking(piece)));
                case Part.ToolCall call -> calls.add(call(calls.size(), call));
                default -> throw new AssertionError(part.toString());
            }
        }
        inTurns(calls, events);
        events.add(new StreamEvent.Finished(answer.finish()));
        answer.usage().ifPresent(usage -> events.add(new StreamEvent.Counted(usage)));
        return events;
    }

    private List<StreamEvent> call(int index, Part.ToolCall call) {
        List<StreamEvent> events = new ArrayList<>();
        events.add(new StreamEvent.ToolCallBegun(index, call.id(), call.name(), null));
        cut(call.arguments()).forEach(piece -> events.add(new StreamEvent.ToolCallArguments(index, piece)));
        return events;
    }

    /// The calls begin in their order; half of the answers have one call after the other.
    private void inTurns(List<List<StreamEvent>> calls, List<StreamEvent> out) {
        boolean isInTurns = random.nextBoolean();
        List<List<StreamEvent>> open = new ArrayList<>();
        List<List<StreamEvent>> left = new ArrayList<>(calls);
        while (!open.isEmpty() || !left.isEmpty()) {
            if (open.isEmpty() || (isInTurns && !left.isEmpty() && random.nextInt(4) == 0)) {
                open.add(left.removeFirst());
                out.add(open.getLast().removeFirst());
            }
            List<StreamEvent> call = open.get(random.nextInt(open.size()));
            out.add(call.removeFirst());
            open.removeIf(List::isEmpty);
        }
    }

    private List<String> cut(String text) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(6));
            if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
                end++;
            }
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size())) + random.nextInt(100);
    }
}

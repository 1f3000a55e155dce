package dev.sidestep.wire.crossing;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/// What an answer says, whichever way it came: whole or in pieces, and in whichever order a wire has texts, thoughts
/// and tool calls.
///
/// @param text all of it; where a wire has no place for a refusal of its own, that too
/// @param calls name and arguments of each
record Said(String text, String thoughts, List<String> calls, Finish.Reason finish, Usage usage) {
    static Said of(CanonicalAnswer answer) {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        List<String> calls = new ArrayList<>();
        for (Part part : answer.parts()) {
            switch (part) {
                case Part.Text(var piece, var _, var _) -> text.append(piece);
                case Part.Refusal(var piece) -> text.append(piece);
                case Part.Thinking(var piece, var _, var _) -> thoughts.append(piece);
                case Part.ToolCall call -> calls.add(call(call.id(), call.name(), call.arguments()));
                default -> {}
            }
        }
        return new Said(
                text.toString(),
                thoughts.toString(),
                calls,
                answer.finish().reason(),
                answer.usage().orElse(Usage.NONE));
    }

    static Said of(List<StreamEvent> events) {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        TreeMap<Integer, OpenCall> calls = new TreeMap<>();
        Usage usage = Usage.NONE;
        Finish.Reason finish = Finish.Reason.PAUSE;
        for (StreamEvent event : events) {
            switch (event) {
                case StreamEvent.Text(var piece) -> text.append(piece);
                case StreamEvent.Refusal(var piece) -> text.append(piece);
                case StreamEvent.Thinking(var piece) -> thoughts.append(piece);
                case StreamEvent.ToolCallBegun call -> calls.put(call.index(), new OpenCall(call, new StringBuilder()));
                case StreamEvent.ToolCallArguments(var index, var piece) ->
                    Objects.requireNonNull(calls.get(index)).arguments.append(piece);
                case StreamEvent.Counted(var counted) -> usage = counted;
                case StreamEvent.Finished(var reason) -> finish = reason.reason();
                case StreamEvent.Failed _, StreamEvent.Malformed _ -> throw new AssertionError(event.toString());
                case StreamEvent.Started _, StreamEvent.Signed _, StreamEvent.Redacted _ -> {}
            }
        }
        List<String> made = calls.values().stream().map(OpenCall::call).toList();
        return new Said(text.toString(), thoughts.toString(), made, finish, usage);
    }

    /// A tool call and what has come of its arguments.
    private record OpenCall(StreamEvent.ToolCallBegun begun, StringBuilder arguments) {
        String call() {
            return Said.call(begun.id(), begun.name(), arguments.toString());
        }
    }

    private static String call(String id, String name, String arguments) {
        String json = arguments.isEmpty() ? "{}" : arguments;
        return id + " " + name + " " + Trees.parse(json).map(Objects::toString).orElse(json);
    }
}

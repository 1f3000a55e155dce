package dev.sidestep.wire.format;

import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Part.ToolCall;
import dev.sidestep.wire.canonical.Part.ToolResult;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A conversation that every provider accepts: each tool call is answered right after its turn, in the order of the
/// calls, and there is no result without a call. Immutable.
///
/// Clients trim conversations and break off in the middle of tool calls; all providers refuse what is left then.
///
/// @param turns with tool results in turns of their own ([Role#TOOL], one result each), and nowhere else
/// @param losses what had to be put in words or made up
public record History(List<Turn> turns, List<Loss> losses) {
    private static final String NOT_EXECUTED = "The tool call was not executed.";
    private static final String CALLS = "messages.tool_calls";
    private static final String RESULTS = "messages.tool_results";

    public History {
        turns = List.copyOf(turns);
        losses = List.copyOf(losses);
    }

    /// The conversation of these turns.
    public static History of(List<Turn> turns) {
        return new Repair().repair(turns);
    }

    /// One pass over one conversation.
    private static final class Repair {
        private final List<Turn> repaired = new ArrayList<>();
        private final List<Loss> losses = new ArrayList<>(0);
        /// What was said between a turn with tool calls and the last of its results; it comes after them.
        private final List<Turn> held = new ArrayList<>();
        /// The calls of the last turn that made some, each with its result once that has come.
        private final Map<String, List<Turn>> open = new LinkedHashMap<>();

        History repair(List<Turn> turns) {
            turns.forEach(this::turn);
            conclude();
            return new History(repaired, losses);
        }

        private void turn(Turn turn) {
            if (turn.role() == Role.ASSISTANT) {
                conclude();
                repaired.add(turn);
                turn.parts().forEach(this::open);
                return;
            }
            List<Part> rest = new ArrayList<>();
            for (Part part : turn.parts()) {
                if (part instanceof ToolResult result) {
                    result(result, turn);
                } else {
                    rest.add(part);
                }
            }
            if (!rest.isEmpty() || turn.parts().isEmpty()) {
                later(new Turn(turn.role() == Role.TOOL ? Role.USER : turn.role(), rest, turn.name(), turn.extras()));
            }
        }

        private void open(Part part) {
            if (part instanceof ToolCall call) {
                open.putIfAbsent(call.id(), List.of());
            }
        }

        private void result(ToolResult result, Turn turn) {
            List<Turn> known = open.get(result.callId());
            if (known != null && known.isEmpty()) {
                Extras extras = turn.role() == Role.TOOL ? turn.extras() : Extras.NONE;
                open.put(result.callId(), List.of(new Turn(Role.TOOL, List.of(result), "", extras)));
            } else {
                losses.add(Loss.approximated(RESULTS, "text"));
                later(new Turn(Role.USER, inWords(result)));
            }
        }

        /// Its call was trimmed away, so it can only be told.
        private static List<Part> inWords(ToolResult orphan) {
            List<Part> parts = new ArrayList<>();
            parts.add(new Part.Text("Result of an earlier tool call:"));
            parts.addAll(orphan.parts());
            return parts;
        }

        private void later(Turn turn) {
            if (open.isEmpty()) {
                repaired.add(turn);
            } else {
                held.add(turn);
            }
        }

        private void conclude() {
            open.forEach((id, result) -> repaired.addAll(result.isEmpty() ? notExecuted(id) : result));
            open.clear();
            repaired.addAll(held);
            held.clear();
        }

        private List<Turn> notExecuted(String id) {
            losses.add(Loss.approximated(CALLS, "answered with an error"));
            ToolResult madeUp = new ToolResult(id, "", List.of(new Part.Text(NOT_EXECUTED)), true, Extras.NONE);
            return List.of(new Turn(Role.TOOL, List.of(madeUp)));
        }
    }
}

package dev.sidestep.gateway.wires;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What an answer means to a client, whatever the wire format in which it read it.
///
/// @param thinking shown before the answer; empty where none was
/// @param text of the answer; of a refusal, its explanation
record Meaning(String thinking, String text, List<ToolCall> calls, End end) {
    Meaning {
        calls = List.copyOf(calls);
    }

    /// Why an answer ended.
    enum End {
        COMPLETE,
        TOOLS,
        LENGTH,
        REFUSED
    }

    /// A tool that the model wants to be called.
    record ToolCall(String name, JsonNode arguments) {}
}

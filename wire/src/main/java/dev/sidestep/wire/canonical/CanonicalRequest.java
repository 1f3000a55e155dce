package dev.sidestep.wire.canonical;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call in no wire format's words. Immutable.
///
/// @param origin the wire format that it came in
/// @param turns the conversation, with the operator's words in their place among them
/// @param knownParallelTools whether several tools may be called at once, or null where it was not said
/// @param maxOutputTokens the longest answer, its thoughts included; 0 where that was left open
/// @param stop texts at which the answer ends
/// @param extras top-level fields that only its own wire format has
public record CanonicalRequest(
        WireFormat origin,
        List<Turn> turns,
        List<Tool> tools,
        ToolChoice toolChoice,
        @Nullable Boolean knownParallelTools,
        OutputFormat outputFormat,
        Sampling sampling,
        Reasoning reasoning,
        long maxOutputTokens,
        List<String> stop,
        boolean stream,
        Extras extras) {

    public CanonicalRequest {
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
        stop = List.copyOf(stop);
    }
}

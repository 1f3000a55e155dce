package dev.sidestep.wire;

import dev.sidestep.wire.format.ModelTable;
import java.util.List;

/// Which of OpenAI's models take which calls on the Responses API only: data, by how their ids start.
///
/// @param modelPrefix the longest one that fits counts
/// @param when which calls
record ResponsesOnly(String modelPrefix, When when) {
    private enum When {
        NEVER,
        ALWAYS,
        /// "Function tools with reasoning_effort are not supported", says the other API. Some of
        /// these models reason only where they are asked to, but which do changes, and this one
        /// takes all of their calls.
        TOOLS_UNLESS_NO_EFFORT
    }

    private static final ModelTable<ResponsesOnly> TABLE = new ModelTable<>(
            List.of(
                    new ResponsesOnly("", When.NEVER),
                    new ResponsesOnly("o1-pro", When.ALWAYS),
                    new ResponsesOnly("o3-pro", When.ALWAYS),
                    new ResponsesOnly("gpt-5-pro", When.ALWAYS),
                    new ResponsesOnly("gpt-5-codex", When.ALWAYS),
                    new ResponsesOnly("gpt-5.4", When.TOOLS_UNLESS_NO_EFFORT),
                    new ResponsesOnly("gpt-5.5", When.TOOLS_UNLESS_NO_EFFORT),
                    new ResponsesOnly("gpt-5.6", When.TOOLS_UNLESS_NO_EFFORT),
                    new ResponsesOnly("gpt-6", When.TOOLS_UNLESS_NO_EFFORT)),
            ResponsesOnly::modelPrefix);

    /// True where a chat call must leave as a Responses call.
    ///
    /// @param effort `reasoning_effort` as raw JSON; empty where the call has none
    static boolean isNeeded(String modelId, boolean hasTools, String effort) {
        return switch (TABLE.find(modelId).orElseThrow().when) {
            case NEVER -> false;
            case ALWAYS -> true;
            case TOOLS_UNLESS_NO_EFFORT -> hasTools && !effort.equals("\"none\"");
        };
    }
}

package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/// What an answer depends on, whatever wire it was asked on. Immutable.
///
/// @param lastText the text of the last message
/// @param lastIsTool whether the last message is a tool's result
/// @param maxTokens the most that the answer may take, thinking included; 0 where the request does not say
/// @param thinks whether the model is to think first
record Question(
        String model,
        String lastText,
        boolean lastIsTool,
        List<Offer> tools,
        Choice choice,
        Format format,
        long maxTokens,
        boolean thinks) {
    /// A tool that the model may call.
    ///
    /// @param schema of its arguments; a missing node where there is none
    record Offer(String name, JsonNode schema) {}

    /// Which tools the model may, must or must not call.
    ///
    /// @param only the tools it is restricted to; empty for all
    record Choice(Mode mode, Set<String> only) {
        enum Mode {
            NONE,
            AUTO,
            ANY
        }

        static final Choice AUTO = new Choice(Mode.AUTO, Set.of());

        boolean forces() {
            return mode == Mode.ANY;
        }
    }

    /// What the text of the answer must be.
    sealed interface Format {
        /// Any text.
        record Text() implements Format {}

        /// Some JSON object.
        record Json() implements Format {}

        /// JSON that fits a schema.
        record Schema(JsonNode schema) implements Format {}
    }
}

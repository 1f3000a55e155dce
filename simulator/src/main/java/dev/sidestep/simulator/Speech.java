package dev.sidestep.simulator;

import java.util.List;

/// What a simulated model is told to say, instead of what it would say by itself. Immutable; `with…` methods answer a
/// changed copy.
///
/// @param thinking told before the text, where the request asks for thinking and the wire shows it; may be empty
/// @param redacted whether Anthropic hides the thought, as `redacted_thinking`
/// @param text may be empty
/// @param calls of tools, all in one answer, in this order
/// @param finish why it ends
public record Speech(String thinking, boolean redacted, String text, List<Call> calls, Finish finish) {
    public Speech {
        calls = List.copyOf(calls);
    }

    /// Why an answer ends.
    public enum Finish {
        /// It is complete, or waits for the results of its tool calls.
        NATURAL,
        /// It was cut at the most tokens allowed.
        LENGTH,
        /// The model declined; the text, if there is one, says why.
        REFUSAL
    }

    /// A call of a tool.
    ///
    /// @param arguments JSON text; what is no JSON object is sent as it is where the wire can say so
    public record Call(String name, String arguments) {}

    /// Just a text.
    public static Speech text(String text) {
        return new Speech("", false, text, List.of(), Finish.NATURAL);
    }

    /// Calls of tools, in parallel.
    public static Speech calls(Call... calls) {
        return new Speech("", false, "", List.of(calls), Finish.NATURAL);
    }

    /// A refusal with its explanation.
    public static Speech refusal(String explanation) {
        return new Speech("", false, explanation, List.of(), Finish.REFUSAL);
    }

    /// A text of so many tokens.
    public static Speech ofTokens(int tokens) {
        return text("word ".repeat(tokens).strip());
    }

    /// The same after this thought.
    public Speech withThinking(String thought) {
        return new Speech(thought, false, text, calls, finish);
    }

    /// The same after this thought, which Anthropic does not show.
    public Speech withRedactedThinking(String thought) {
        return new Speech(thought, true, text, calls, finish);
    }

    /// The same with this text before its tool calls.
    public Speech withText(String said) {
        return new Speech(thinking, redacted, said, calls, finish);
    }

    /// The same, ending for this reason.
    public Speech ending(Finish reason) {
        return new Speech(thinking, redacted, text, calls, reason);
    }
}

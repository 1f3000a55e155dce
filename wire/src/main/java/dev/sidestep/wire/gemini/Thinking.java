package dev.sidestep.wire.gemini;

import dev.sidestep.wire.canonical.Reasoning.Effort;
import java.util.List;

/// How a model is told how much to think.
sealed interface Thinking {
    /// Not at all: it does not think.
    record Never() implements Thinking {}

    /// By a level (`thinkingLevel`).
    ///
    /// @param efforts that it knows, upwards
    record Levels(List<Effort> efforts) implements Thinking {
        /// The level for an effort: the next one up, or the highest there is.
        Effort nearest(Effort asked) {
            return efforts.stream()
                    .filter(effort -> effort.compareTo(asked) >= 0)
                    .findFirst()
                    .orElse(efforts.getLast());
        }
    }

    /// By a number of tokens (`thinkingBudget`).
    ///
    /// @param least tokens of a budget
    /// @param most tokens of a budget
    /// @param canBeOff whether a budget of 0 keeps it from thinking
    record Budgets(long least, long most, boolean canBeOff) implements Thinking {
        /// The share of the range that stands for an effort, in percent.
        private static int percent(Effort effort) {
            return switch (effort) {
                case NONE -> 0;
                case MINIMAL -> 4;
                case LOW -> 12;
                case MEDIUM -> 33;
                case HIGH -> 75;
                case XHIGH, MAX -> 100;
            };
        }

        /// The budget for an effort.
        long of(Effort effort) {
            return nearest(most * percent(effort) / 100);
        }

        /// The budget nearest to one that was asked for.
        long nearest(long tokens) {
            return Math.clamp(tokens, least, most);
        }
    }
}

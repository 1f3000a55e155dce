package dev.sidestep.simulator;

import java.util.Set;

/// Reads the words that OpenAI has for the choice of tools. Throws [RefusedRequest].
final class Choices {
    private Choices() {}

    static Question.Choice named(String word) {
        return switch (word) {
            case "none" -> new Question.Choice(Question.Choice.Mode.NONE, Set.of());
            case "auto" -> Question.Choice.AUTO;
            case "required" -> new Question.Choice(Question.Choice.Mode.ANY, Set.of());
            case String _ -> throw ChatReader.invalidValue("tool_choice", word, "'none', 'auto', and 'required'");
        };
    }
}

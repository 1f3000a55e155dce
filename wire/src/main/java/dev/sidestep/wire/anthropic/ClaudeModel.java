package dev.sidestep.wire.anthropic;

import dev.sidestep.wire.canonical.Reasoning.Effort;
import dev.sidestep.wire.format.ModelTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// What one family of models takes and what it refuses: one row of `models.txt`. Immutable.
///
/// @param prefix how the ids of the family start; empty for all others
/// @param efforts none where the model does not know `output_config.effort`
/// @param takesForcedTools whether a `tool_choice` may force a tool
/// @param takesSystemTurns whether system turns may stand in the middle of the conversation
/// @param takesPrefill whether it goes on where the caller began its answer
/// @param maxOutputTokens its longest answer
record ClaudeModel(
        String prefix,
        Thinking thinking,
        Off off,
        Set<Effort> efforts,
        Sampling sampling,
        boolean takesForcedTools,
        boolean takesSystemTurns,
        boolean takesPrefill,
        long maxOutputTokens) {
    /// How a model is told to think.
    enum Thinking {
        /// It finds the measure itself.
        ADAPTIVE,
        /// With a number of tokens.
        BUDGET,
        /// One or the other.
        BOTH,
        /// It cannot be.
        NONE;

        boolean takesAdaptive() {
            return this == ADAPTIVE || this == BOTH;
        }

        boolean takesBudget() {
            return this == BUDGET || this == BOTH;
        }
    }

    /// How a model is told not to think.
    enum Off {
        /// In so many words.
        DISABLED,
        /// By not being asked to.
        OMIT,
        /// It always does.
        NEVER
    }

    /// Which of `temperature`, `top_p` and `top_k` a model takes.
    enum Sampling {
        NONE,
        /// Not temperature and top_p together.
        ONE,
        ALL
    }

    private static final ModelTable<ClaudeModel> TABLE = new ModelTable<>(rows(), ClaudeModel::prefix);

    /// The model of an id: the row with the longest prefix that matches.
    static ClaudeModel of(String id) {
        return TABLE.find(id).orElseThrow();
    }

    /// The strongest of its efforts that is not stronger than the one asked for, else its weakest.
    ///
    /// @throws java.util.NoSuchElementException where it knows none
    Effort nearest(Effort asked) {
        return efforts.stream()
                .filter(known -> known.compareTo(asked) <= 0)
                .max(Comparator.naturalOrder())
                .or(() -> efforts.stream().min(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private static List<ClaudeModel> rows() {
        try (InputStream in = Objects.requireNonNull(ClaudeModel.class.getResourceAsStream("models.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(ClaudeModel::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the table of models cannot be read", e);
        }
    }

    private static ClaudeModel row(String line) {
        List<String> cells = List.of(line.split(" +"));
        return new ClaudeModel(
                cells.get(0).equals("*") ? "" : cells.get(0),
                Thinking.valueOf(upper(cells.get(1))),
                Off.valueOf(upper(cells.get(2))),
                efforts(cells.get(3)),
                Sampling.valueOf(upper(cells.get(4))),
                cells.get(5).equals("yes"),
                cells.get(6).equals("in-place"),
                cells.get(7).equals("yes"),
                Long.parseLong(cells.get(8)));
    }

    private static Set<Effort> efforts(String cell) {
        EnumSet<Effort> efforts = EnumSet.noneOf(Effort.class);
        if (!cell.equals("-")) {
            Arrays.stream(cell.split(","))
                    .map(word -> Effort.valueOf(upper(word)))
                    .forEach(efforts::add);
        }
        return efforts;
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}

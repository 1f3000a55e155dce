package dev.sidestep.gateway.accounts;

import java.util.Comparator;
import java.util.List;

/// A piece of a text that another piece takes the place of. Immutable.
///
/// @param from the offset of its first character
/// @param to the offset behind its last one
record Splice(int from, int to, String replacement) {
    /// The text with all of them, which do not overlap, made.
    static String all(String text, List<Splice> splices) {
        StringBuilder changed = new StringBuilder(text);
        splices.stream()
                .sorted(Comparator.comparingInt(Splice::from).reversed())
                .forEach(splice -> changed.replace(splice.from(), splice.to(), splice.replacement()));
        return changed.toString();
    }
}

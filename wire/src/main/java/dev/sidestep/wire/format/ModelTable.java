package dev.sidestep.wire.format;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What is known of models, by how their ids start: of several rows that fit, the one with the longest prefix counts.
/// Immutable.
public final class ModelTable<R> {
    private final List<R> longestFirst;
    private final Function<R, String> prefix;

    /// @param prefix how the ids of a row's models start; empty for all
    public ModelTable(List<R> rows, Function<R, String> prefix) {
        this.prefix = prefix;
        this.longestFirst = rows.stream()
                .sorted(Comparator.comparingInt((R row) -> -prefix.apply(row).length()))
                .toList();
    }

    /// The row of a model.
    public Optional<R> find(String modelId) {
        for (R row : longestFirst) {
            if (modelId.startsWith(prefix.apply(row))) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }
}

package dev.sidestep.store.sql;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The names under which an enum's values are stored. Immutable.
final class Words<E> {
    private final Map<String, E> values;

    Words(E[] values, Function<E, String> id) {
        this.values = Stream.of(values).collect(Collectors.toUnmodifiableMap(id, Function.identity()));
    }

    /// The value of a name; empty where it is unknown here, since a newer version wrote it.
    Optional<E> find(String id) {
        return Optional.ofNullable(values.get(id));
    }
}

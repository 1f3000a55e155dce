package dev.sidestep.store.share;

import java.util.List;
import java.util.stream.Stream;

/// Long lists in pieces that a message or a command takes.
final class Slices {
    private Slices() {}

    /// Pieces of at most so many, in order; none of an empty list.
    static <T> Stream<List<T>> of(List<T> all, int most) {
        return Stream.iterate(0, from -> from < all.size(), from -> from + most)
                .map(from -> all.subList(from, Math.min(from + most, all.size())));
    }
}

package dev.sidestep.core.quota;

import java.util.stream.LongStream;

/// The seeds of a property test: `-Dsidestep.seed=N` plays that one alone.
final class Seeds {
    private Seeds() {}

    static LongStream of(int histories) {
        Long one = Long.getLong("sidestep.seed");
        return one == null ? LongStream.range(0, histories) : LongStream.of(one);
    }
}

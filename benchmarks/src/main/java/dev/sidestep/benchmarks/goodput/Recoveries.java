package dev.sidestep.benchmarks.goodput;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How long it takes until something that was out of use is used again. Not thread-safe.
///
/// @param <T> what was out of use
final class Recoveries<T> {
    private final Map<T, Long> backSinceNanos = new HashMap<>();
    private final List<Long> spansNanos = new ArrayList<>();

    /// It could be used again from now on.
    void isBack(T subject, long nowNanos) {
        backSinceNanos.putIfAbsent(subject, nowNanos);
    }

    /// It is out of use again, before anybody used it.
    void isGone(T subject) {
        backSinceNanos.remove(subject);
    }

    /// It gave an answer.
    void isUsed(T subject, long nowNanos) {
        if (backSinceNanos.isEmpty()) {
            return;
        }
        var since = backSinceNanos.remove(subject);
        if (since != null) {
            spansNanos.add(nowNanos - since);
        }
    }

    /// How many were used again.
    int count() {
        return spansNanos.size();
    }

    /// In seconds; not a number where nothing was used again.
    double medianSeconds() {
        long[] sorted = spansNanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2] / (double) Span.NANOS_PER_SECOND;
    }
}

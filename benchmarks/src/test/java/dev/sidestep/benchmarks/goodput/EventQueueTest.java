package dev.sidestep.benchmarks.goodput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventQueueTest {
    private record Happened(long atNanos, int number) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName("What is to happen happens in the order of its moments, at the same moment in the order it was added")
    void happensInOrder(long seed) {
        var random = new SplittableRandom(seed);
        var queue = new EventQueue();
        var happened = new ArrayList<Happened>();
        var added = new ArrayList<Happened>();
        for (int i = 0; i < 3_000; i++) {
            int number = i;
            long at = random.nextLong(500);
            added.add(new Happened(at, number));
            queue.add(at, now -> happened.add(new Happened(now, number)));
        }

        while (!queue.isEmpty()) {
            queue.happenNext();
        }

        added.sort(Comparator.comparingLong(Happened::atNanos).thenComparingInt(Happened::number));
        assertThat(happened).as("seed %d", seed).isEqualTo(added);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    @DisplayName("An event may add events, and none goes missing")
    void eventsAddEvents(long seed) {
        var random = new SplittableRandom(seed);
        var queue = new EventQueue();
        var moments = new ArrayList<Long>();
        for (int i = 0; i < 100; i++) {
            queue.add(random.nextLong(100), now -> {
                moments.add(now);
                queue.add(now + random.nextLong(100), moments::add);
            });
        }

        while (!queue.isEmpty()) {
            queue.happenNext();
        }

        assertThat(moments).as("seed %d", seed).hasSize(200).isSorted();
    }
}

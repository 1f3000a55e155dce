package dev.sidestep.core.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.quota.SharedLimit.Kind;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nodes that share a limit stay within it together, and use it.
class SharedLimitTest {
    private static final int SEEDS = 20;
    private static final int WINDOWS = 12;

    @DisplayName("asks E1 to E3: all nodes together stay within a limit of requests, and use it")
    @ParameterizedTest(name = "{0}: {1} requests, {2} nodes")
    @CsvSource({
        "BUCKET, 60, 3",
        "BUCKET, 10, 3",
        "BUCKET, 1000, 2",
        "BUCKET, 300, 5",
        "CALENDAR_MINUTE, 60, 3",
        "CALENDAR_MINUTE, 10, 4",
        "CALENDAR_MINUTE, 1000, 2",
        "CALENDAR_MINUTE, 300, 5",
        "CALENDAR_DAY, 50, 3",
        "CALENDAR_DAY, 1000, 4",
        "SLIDING, 60, 3",
        "SLIDING, 10, 3",
        "SLIDING, 1000, 2",
        "SLIDING, 300, 5",
    })
    void requests(Kind kind, long limit, int nodes) {
        Seeds.of(SEEDS).forEach(seed -> {
            SharedLimit world = new SharedLimit(kind, Unit.REQUESTS, limit, nodes, seed);
            world.press(nodes, () -> 1);
            assertUsed(world, kind, limit, seed);
        });
    }

    @DisplayName("asks E1 to E3: the same of tokens, in calls of 1 to 20 % of the limit")
    @ParameterizedTest(name = "{0}, {1} nodes")
    @CsvSource({
        "BUCKET, 3",
        "BUCKET, 5",
        "CALENDAR_MINUTE, 3",
        "CALENDAR_MINUTE, 5",
        "CALENDAR_DAY, 3",
        "SLIDING, 2",
        "SLIDING, 3"
    })
    void tokens(Kind kind, int nodes) {
        long limit = 100_000;
        Seeds.of(SEEDS).forEach(seed -> {
            SharedLimit world = new SharedLimit(kind, Unit.TOKENS, limit, nodes, seed);
            LongSupplier sizes = world.sizes(limit / 100, limit / 5);
            world.press(nodes, sizes);
            assertUsed(world, kind, limit, seed);
        });
    }

    @DisplayName("What a node gives back, all of them may take")
    @ParameterizedTest
    @CsvSource({"BUCKET", "CALENDAR_MINUTE", "SLIDING"})
    void givenBack(Kind kind) {
        Seeds.of(SEEDS).forEach(seed -> {
            SharedLimit world = new SharedLimit(kind, Unit.REQUESTS, 300, 3, seed);
            world.refund(0.3);
            world.press(3, () -> 1);
            assertUsed(world, kind, 300, seed);
        });
    }

    private static void assertUsed(SharedLimit world, Kind kind, long limit, long seed) {
        world.run(Duration.ofNanos(WINDOWS * kind.windowNanos()));
        assertThat(world.mostUsed()).as("seed %d", seed).isLessThanOrEqualTo(most(limit));
        assertThat(world.total()).as("seed %d", seed).isGreaterThanOrEqualTo((long) (0.9 * limit * WINDOWS));
    }

    private static long most(long limit) {
        return limit + Math.max(1, limit * 2 / 100);
    }

    @DisplayName("A node that is alone in using it uses all of it")
    @ParameterizedTest
    @CsvSource({"BUCKET", "CALENDAR_MINUTE", "SLIDING"})
    void oneBusyNode(Kind kind) {
        Seeds.of(SEEDS).forEach(seed -> {
            SharedLimit world = new SharedLimit(kind, Unit.REQUESTS, 100, 3, seed);
            world.press(1, () -> 1);
            world.run(Duration.ofSeconds(5));
            assertThat(world.total()).as("seed %d", seed).isGreaterThanOrEqualTo(100);
            assertUsed(world, kind, 100, seed);
        });
    }

    @DisplayName("A node that joins in while another uses all of it does not exceed it either")
    @ParameterizedTest
    @CsvSource({"BUCKET", "CALENDAR_MINUTE", "CALENDAR_DAY", "SLIDING"})
    void oneJoinsIn(Kind kind) {
        Seeds.of(SEEDS * 5).forEach(seed -> {
            SharedLimit world = new SharedLimit(kind, Unit.REQUESTS, 100, 3, seed);
            world.press(1, () -> 1);
            long window = kind.windowNanos();
            world.press(1, Duration.ofNanos(window / 2 + seed * 1_000_000), () -> 1);
            world.press(2, Duration.ofNanos(window * 3 / 2 - seed * 1_000_000), () -> 1);
            assertUsed(world, kind, 100, seed);
        });
    }

    @DisplayName("ask E2: nodes that do not hear of each other stay within the limit together, and use it")
    @ParameterizedTest(name = "{0}, {1} nodes")
    @CsvSource({"BUCKET, 3", "CALENDAR_MINUTE, 3", "SLIDING, 3", "BUCKET, 5", "CALENDAR_MINUTE, 2", "SLIDING, 4"})
    void disconnected(Kind kind, int nodes) {
        Seeds.of(SEEDS).forEach(seed -> {
            SharedLimit world = new SharedLimit(kind, Unit.REQUESTS, 120, nodes, seed);
            world.disconnect();
            world.press(nodes, () -> 1);
            world.run(Duration.ofNanos(WINDOWS * kind.windowNanos()));
            assertThat(world.mostUsed()).as("seed %d", seed).isLessThanOrEqualTo(120);
            assertThat(world.total()).as("seed %d", seed).isGreaterThanOrEqualTo((long) (0.9 * 120 * WINDOWS));
        });
    }

    @DisplayName("fault 71: nodes that lose and find each other again stay within the limit")
    @ParameterizedTest
    @CsvSource({"BUCKET", "CALENDAR_MINUTE", "SLIDING"})
    void foundAgain(Kind kind) {
        Seeds.of(SEEDS).forEach(seed -> {
            SharedLimit world = new SharedLimit(kind, Unit.REQUESTS, 300, 3, seed);
            world.press(3, () -> 1);
            for (int i = 0; i < 6; i++) {
                world.run(Duration.ofSeconds(50));
                world.disconnect();
                world.run(Duration.ofSeconds(35 + seed));
                world.reconnect();
            }
            assertThat(world.mostUsed()).as("seed %d", seed).isLessThanOrEqualTo(most(300));
        });
    }
}

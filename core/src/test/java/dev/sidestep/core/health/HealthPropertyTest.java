package dev.sidestep.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Target;
import dev.sidestep.core.testing.Catalogues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Random attempts, held against a list of all of them. A failure names its seed;
/// `-Dsidestep.seed=N` plays that one alone.
class HealthPropertyTest {
    private static final int HISTORIES = 200;
    private static final int ATTEMPTS = 400;
    private static final int SLOTS = 12;

    private static LongStream seeds() {
        Long one = Long.getLong("sidestep.seed");
        return one == null ? LongStream.range(0, HISTORIES) : LongStream.of(one);
    }

    @Test
    void aTargetTurnsUnhealthyExactlyWhenTheRuleSaysSo() {
        seeds().forEach(this::play);
    }

    private record Attempt(long slot, boolean isFailure) {}

    private void play(long seed) {
        Random random = new Random(seed);
        long windowNanos = SLOTS * (1 + random.nextLong(10_000_000_000L));
        HealthPolicy policy = new HealthPolicy(
                Duration.ofNanos(windowNanos),
                1 + random.nextInt(5),
                (1 + random.nextInt(10)) / 10.0,
                Duration.ofSeconds(15));
        Health health = new Health(policy);
        Target target =
                Catalogues.targets(Catalogues.account("g", "groq", "a")).all().getFirst();
        long startNanos = random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
        long nowNanos = startNanos;
        double troubled = random.nextDouble();
        List<Attempt> attempts = new ArrayList<>();
        for (int number = 0; number < ATTEMPTS; number++) {
            long slot = (nowNanos - startNanos) / (windowNanos / SLOTS);
            attempts.removeIf(each -> slot - each.slot() >= SLOTS);
            boolean isFailure = random.nextDouble() < troubled;
            attempts.add(new Attempt(slot, isFailure));
            long failures = attempts.stream().filter(Attempt::isFailure).count();
            boolean expected =
                    isFailure && failures >= policy.failures() && failures >= policy.share() * attempts.size();
            boolean actual =
                    isFailure ? health.failed(target, nowNanos) : health.succeeded(target, 1_000_000L, nowNanos);
            assertThat(actual).as("seed %d, attempt %d", seed, number).isEqualTo(expected);
            if (expected) {
                attempts.clear();
            }
            HealthState state = health.state(target, nowNanos);
            assertThat(state.attempts()).as("seed %d, attempt %d", seed, number).isEqualTo(attempts.size());
            nowNanos += random.nextInt(20) == 0 ? random.nextLong(2 * windowNanos) : random.nextLong(windowNanos / 4);
        }
    }
}

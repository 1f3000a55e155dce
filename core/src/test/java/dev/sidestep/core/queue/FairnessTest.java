package dev.sidestep.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Target;
import dev.sidestep.core.queue.Waiter.Answer;
import dev.sidestep.core.testing.Catalogues;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients who wait for one target with a token bucket of 60,000 a minute, over twenty minutes.
class FairnessTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long TICK = SECOND / 10;
    private static final long TOKENS_PER_TICK = 100;
    private static final long BURST = 60_000;
    private static final int TICKS = 20 * 60 * 10;
    private static final double MEAN_SIZE = 795;
    private static final long START = -5 * SECOND;

    private final Target target =
            Catalogues.targets(Catalogues.account("g", "groq", "a")).all().getFirst();
    private final Map<String, Long> served = new HashMap<>();
    private final Random random = new Random(1);
    private long tokens = BURST;
    private long nowNanos = START;

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 20_000})
    @DisplayName("ask J1: beside a client with 100 times its load, a client still gets 45 % of the tokens")
    void aFloodLeavesTheOtherItsHalf(int capacity) {
        play(new WaitingRoom(capacity, Duration.ofSeconds(30)), Map.of("x", 100.0, "y", 1.0));

        assertThat(share("y")).isGreaterThanOrEqualTo(0.45);
    }

    @Test
    @DisplayName("ask J1: what one client does not want, the other gets")
    void nothingIsLeftUnused() {
        play(new WaitingRoom(1_000, Duration.ofSeconds(30)), Map.of("x", 100.0, "y", 0.1));

        assertThat(share("x")).isGreaterThan(0.85);
        long given = served.values().stream().mapToLong(Long::longValue).sum();
        assertThat(given).isGreaterThan(TICKS * TOKENS_PER_TICK * 98 / 100);
    }

    @Test
    @DisplayName("ask J1: ten clients with very different loads get alike, as far as they want it")
    void tenClientsGetAlike() {
        Map<String, Double> loads = new HashMap<>();
        for (int client = 0; client < 10; client++) {
            loads.put("c" + client, 1.0 + client * client);
        }
        play(new WaitingRoom(2_000, Duration.ofSeconds(30)), loads);

        assertThat(loads.keySet())
                .allSatisfy(client -> assertThat(share(client)).isBetween(0.08, 0.12));
    }

    @Test
    @DisplayName("a client that flooded is not made to pay for calls that nobody answered")
    void whatTimedOutIsNotCharged() {
        WaitingRoom room = new WaitingRoom(1_000, Duration.ofSeconds(30));
        play(room, Map.of("x", 100.0, "y", 1.0));
        served.clear();

        play(room, Map.of("x", 1.0, "y", 1.0));

        assertThat(share("x")).isBetween(0.45, 0.55);
    }

    /// @param loads of each client, as multiples of what the target gives
    private void play(WaitingRoom room, Map<String, Double> loads) {
        for (int tick = 0; tick < TICKS; tick++) {
            nowNanos += TICK;
            tokens = Math.min(BURST, tokens + TOKENS_PER_TICK);
            loads.forEach((client, load) -> arrive(room, client, load * TOKENS_PER_TICK));
            while (room.nextNanos(nowNanos).orElse(Long.MAX_VALUE) == nowNanos) {
                room.wake(nowNanos);
            }
        }
    }

    private void arrive(WaitingRoom room, String client, double wantedTokens) {
        double chance = wantedTokens / MEAN_SIZE;
        for (double left = chance; left > 0; left--) {
            if (random.nextDouble() < left) {
                room.join(waiter(new Standing(Priority.INTERACTIVE, client, size())), nowNanos);
            }
        }
    }

    /// Most calls of 100 tokens, a quarter of 1,500, one in twenty of 7,000: 795 on average.
    private long size() {
        int dice = random.nextInt(100);
        return dice < 5 ? 7_000 : dice < 30 ? 1_500 : 100;
    }

    private FakeWaiter waiter(Standing standing) {
        FakeWaiter waiter = new FakeWaiter(standing, target, nowNanos, nowNanos + 30 * SECOND);
        return waiter.answering(now -> now - waiter.deadlineNanos() >= 0 ? Answer.GIVES_UP : take(waiter, now));
    }

    private Answer take(FakeWaiter waiter, long now) {
        long wanted = waiter.standing().tokens();
        if (wanted > tokens) {
            long ticks = (wanted - tokens + TOKENS_PER_TICK - 1) / TOKENS_PER_TICK;
            long atNanos = now + ticks * TICK;
            return atNanos - waiter.deadlineNanos() >= 0 ? Answer.GIVES_UP : waiter.waitsFor(target, atNanos);
        }
        tokens -= wanted;
        served.merge(waiter.standing().client(), wanted, Long::sum);
        return Answer.GOES;
    }

    private double share(String client) {
        long all = served.values().stream().mapToLong(Long::longValue).sum();
        return (double) served.getOrDefault(client, 0L) / all;
    }
}

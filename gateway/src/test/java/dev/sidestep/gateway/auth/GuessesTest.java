package dev.sidestep.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuessesTest {
    private final AtomicLong nowNanos = new AtomicLong();
    private final Guesses guesses = new Guesses(nowNanos::get);

    private void wrong(String place, int times) {
        for (int i = 0; i < times; i++) {
            guesses.wrong(place);
        }
    }

    private void pass(Duration time) {
        nowNanos.addAndGet(time.toNanos());
    }

    @Test
    void fewTypingErrorsCostNothing() {
        wrong("a", 4);

        assertThat(guesses.pause("a")).isEmpty();
    }

    @Test
    void pauseGrowsWithEachWrongKeyUpToAMinute() {
        wrong("a", 5);
        assertThat(guesses.pause("a")).contains(Duration.ofSeconds(1));

        wrong("a", 1);
        assertThat(guesses.pause("a")).contains(Duration.ofSeconds(2));

        wrong("a", 50);
        assertThat(guesses.pause("a")).contains(Duration.ofMinutes(1));
    }

    @Test
    void pauseEnds() {
        wrong("a", 5);

        pass(Duration.ofSeconds(1));

        assertThat(guesses.pause("a")).isEmpty();
    }

    @Test
    void quietPlaceIsForgiven() {
        wrong("a", 5);

        pass(Duration.ofMinutes(16));
        wrong("a", 1);

        assertThat(guesses.pause("a")).isEmpty();
    }

    @Test
    void strangersGuessesHoldUpNobodyElse() {
        wrong("a", 1_000);

        assertThat(guesses.pause("b")).isEmpty();
    }

    @Test
    void whileWrongKeysComeFromEverywhereEachPlaceHasOneLook() {
        for (int i = 0; i < 100; i++) {
            guesses.wrong("place-" + i);
        }

        wrong("b", 1);

        assertThat(guesses.pause("b")).contains(Duration.ofMinutes(1));
        assertThat(guesses.pause("c")).isEmpty();
    }

    @Test
    void stormEnds() {
        wrong("a", 101);

        pass(Duration.ofMinutes(2));
        wrong("b", 1);

        assertThat(guesses.pause("b")).isEmpty();
    }
}

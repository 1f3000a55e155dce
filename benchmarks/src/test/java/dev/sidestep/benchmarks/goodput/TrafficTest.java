package dev.sidestep.benchmarks.goodput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static List<Call> calls(Duration from, boolean daily, long seed) {
        var span = Span.of(from, HOUR);
        var traffic = new Traffic(new Traffic.Demand(span, 10, daily, Duration.ofSeconds(30)), seed);
        var calls = new ArrayList<Call>();
        for (var call = traffic.next(); span.contains(call.arrivedNanos()); call = traffic.next()) {
            calls.add(call);
        }
        return calls;
    }

    @Test
    @DisplayName("The same seed gives the same calls, another seed others")
    void seedDecides() {
        assertThat(calls(HOUR, true, 1)).isEqualTo(calls(HOUR, true, 1));
        assertThat(calls(HOUR, true, 1)).isNotEqualTo(calls(HOUR, true, 2));
    }

    @Test
    @DisplayName("The mean rate is that of the demand at the peak, and two fifths of it at night")
    void rateFollowsTheDay() {
        assertThat(calls(Duration.ofMinutes(870), true, 1).size() / 36_000.0).isCloseTo(1, within(0.15));
        assertThat(calls(Duration.ofMinutes(150), true, 1).size() / 36_000.0).isCloseTo(0.4, within(0.1));
        assertThat(calls(Duration.ofMinutes(150), false, 1).size() / 36_000.0).isCloseTo(1, within(0.15));
    }

    @Test
    @DisplayName("Calls come in bursts: many seconds have twice the mean rate, many have half of it")
    void callsComeInBursts() {
        var perTenSeconds = new int[360];
        calls(Duration.ZERO, false, 3).forEach(call -> perTenSeconds[(int) (call.arrivedNanos() / 10_000_000_000L)]++);

        assertThat(Arrays.stream(perTenSeconds).filter(count -> count > 150)).hasSizeGreaterThan(60);
        assertThat(Arrays.stream(perTenSeconds).filter(count -> count < 70)).hasSizeGreaterThan(120);
    }

    @Test
    @DisplayName("Most calls are small, a quarter has 1,500 tokens, one in twenty 7,000")
    void sizesAreMixed() {
        var calls = calls(Duration.ZERO, false, 4);

        for (int i = 0; i < CallSize.MIX.size(); i++) {
            int sizeClass = i;
            double share = (double) calls.stream()
                            .filter(call -> call.sizeClass() == sizeClass)
                            .count()
                    / calls.size();
            assertThat(share).isCloseTo(CallSize.MIX.get(i).share(), within(0.02));
        }
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.guessedTokens())
                        .isBetween(
                                (long) (CallSize.MIX.get(call.sizeClass()).tokens() * 0.95) - 1,
                                CallSize.MIX.get(call.sizeClass()).tokens()));
    }
}

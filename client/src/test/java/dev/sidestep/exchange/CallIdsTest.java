package dev.sidestep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final CallIds ids = new CallIds();
    private final Random random = new Random(1);

    private String next(Instant at) {
        return ids.next(at, random);
    }

    @Test
    void idIsTwentyDigitsThatBeginWithTheTime() {
        assertThat(next(NOW)).matches("call-[0-9a-hjkmnp-tv-z]{20}");
        assertThat(next(NOW).substring(0, 15)).isEqualTo(next(NOW).substring(0, 15));
        assertThat(next(NOW.plusMillis(1)).substring(0, 15))
                .isNotEqualTo(next(NOW.plusMillis(2)).substring(0, 15));
    }

    @Test
    void idsGrowAlsoWithinAMillisecondAndWhenTheClockGoesBack() {
        long seed = new Random().nextLong();
        Random clock = new Random(seed);

        List<String> all = IntStream.range(0, 10_000)
                .mapToObj(_ -> next(NOW.plusMillis(clock.nextInt(-5_000, 5_000) / 1_000)))
                .toList();

        assertThat(all).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void threadsNeverGetTheSame() {
        Set<String> all = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 50_000).parallel().forEach(_ -> all.add(next(NOW)));

        assertThat(all).hasSize(50_000);
    }

    @Test
    void idsOfAnotherProcessAreFollowed() {
        String last = new CallIds().next(NOW.plus(Duration.ofHours(2)), random);

        ids.notBefore(last, NOW);

        assertThat(next(NOW)).isGreaterThan(last);
        assertThat(next(NOW)).startsWith(last.substring(0, 15));
    }

    @Test
    void earlierIdsChangeNothing() {
        String before = next(NOW);
        ids.notBefore(new CallIds().next(NOW.minusSeconds(60), random), NOW);

        assertThat(next(NOW)).isGreaterThan(before).startsWith(before.substring(0, 15));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "call-",
                "call-zzzzzzzzzzzzzzzzzzzz",
                "call-7zzzzzzzzz0000000000",
                "call-00000000000000000000x",
                "call-UUUUUUUUUUUUUUUUUUUU",
                "3w5e11264sgsf"
            })
    void garbageIsIgnored(String garbage) {
        ids.notBefore(garbage, NOW);

        assertThat(next(NOW)).isLessThan(new CallIds().next(NOW.plusMillis(1), random));
    }

    @Test
    void idOfMoreThanADayAheadIsIgnored() {
        ids.notBefore(new CallIds().next(NOW.plus(Duration.ofHours(25)), random), NOW);

        assertThat(next(NOW)).isLessThan(new CallIds().next(NOW.plusMillis(1), random));
    }
}

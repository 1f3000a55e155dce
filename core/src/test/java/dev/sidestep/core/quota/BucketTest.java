package dev.sidestep.core.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {
    private static final long NOW = -5_000_000_000_000L;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long DAY = Duration.ofDays(1).toNanos();

    @DisplayName("The wait is the one that Groq and OpenAI told: (used + requested - limit) / limit x window")
    @ParameterizedTest(name = "corpus {0}: limit {2}, used {3}, requested {4}: {5} s")
    @CsvSource({
        "1, 86400, 100000, 97050, 3619, 578.016",
        "2, 86400, 100000, 99926, 1739, 1438.56",
        "3, 86400, 100000, 97875, 3399, 1100.589",
        "5, 60, 12000, 2542, 9855, 1.984999999",
        "6, 60, 6000, 5914, 1822, 17.359",
        "8, 60, 15000, 11972, 4351, 5.289",
        "9, 60, 15000, 11390, 4351, 2.961",
        "10, 60, 6000, 3513, 3166, 6.780999999",
        "37, 60, 30, 30, 1, 2",
        "38, 86400, 1000, 1000, 1, 86.4",
        "39, 60, 30000, 29937, 385, 0.644",
        "40, 60, 30000, 14567, 24754, 18.642",
        "41, 60, 30000, 18928, 11159, 0.174",
        "43, 60, 30000, 22343, 10955, 6.596",
        "45, 86400, 200, 200, 1, 432",
        "46, 86400, 10000, 10000, 1, 8.64"
    })
    void theWaitIsTheProviders(int id, long windowSeconds, long limit, long used, long requested, double waitSeconds) {
        Bucket bucket = new Bucket(windowSeconds * SECOND, limit, NOW);
        bucket.learn(new Meter.Told(used, QuotaReport.UNTOLD), true, NOW);

        // The provider's own count has fractions, which its message rounds away: up to one unit.
        double unitSeconds = (double) windowSeconds / limit;
        assertThat((double) bucket.waitNanos(requested, NOW) / SECOND).isCloseTo(waitSeconds, within(unitSeconds));
    }

    @DisplayName("More used than the limit, told as a reset that is further away than a window, makes the wait longer")
    @Test
    void anOverdrawnBucketWaitsAsTheProviderSays() {
        Bucket bucket = new Bucket(DAY, 500_000, NOW);
        long resetNanos = Math.round(500_370.0 / 500_000 * DAY);

        bucket.learn(new Meter.Told(500_000, resetNanos), true, NOW);

        assertThat((double) bucket.waitNanos(252, NOW) / SECOND).isCloseTo(107.5854, within(0.2));
    }

    @DisplayName("Reset means full: 14,399 of 14,400 left is 6 s, 5,843 of 6,000 is 1.57 s")
    @Test
    void resetMeansFull() {
        Bucket requests = new Bucket(DAY, 14_400, NOW);
        Bucket tokens = new Bucket(MINUTE, 6_000, NOW);

        requests.take(1, NOW);
        tokens.take(157, NOW);

        assertThat(requests.fullNanos(NOW)).isEqualTo(6 * SECOND);
        assertThat(requests.waitNanos(1, NOW)).isZero();
        assertThat(tokens.fullNanos(NOW)).isEqualTo(1_570_000_000L);
        assertThat(tokens.waitNanos(5_843, NOW)).isZero();
        assertThat(tokens.waitNanos(5_844, NOW)).isPositive();
    }

    @DisplayName("A reset alone says as much as a remaining number")
    @Test
    void aResetAloneIsTheUse() {
        Bucket tokens = new Bucket(MINUTE, 6_000, NOW);

        tokens.learn(new Meter.Told(QuotaReport.UNTOLD, 1_570_000_000L), true, NOW);

        assertThat(tokens.used(NOW)).isEqualTo(157);
    }

    @DisplayName("A full bucket admits exactly its limit, also where a unit's span is no whole number of nanoseconds")
    @ParameterizedTest
    @CsvSource({"60, 7", "60, 13", "86400, 17", "1, 3", "2678400, 1000", "60, 10000", "86400, 14400"})
    void aFullBucketAdmitsItsLimit(long windowSeconds, long limit) {
        Bucket bucket = new Bucket(windowSeconds * SECOND, limit, NOW);

        long admitted = 0;
        while (bucket.take(1, NOW)) {
            admitted++;
        }

        assertThat(admitted).isEqualTo(limit);
        assertThat(bucket.used(NOW)).isEqualTo(limit);
        assertThat(bucket.take(1, NOW + bucket.waitNanos(1, NOW))).isTrue();
    }

    @DisplayName("What is given back is what was taken, to the nanosecond")
    @Test
    void givingBackLeavesNothing() {
        Bucket bucket = new Bucket(MINUTE, 7_777_777, NOW);
        bucket.take(1_000_000, NOW);
        long before = bucket.fullNanos(NOW);

        for (int i = 1; i <= 1_000; i++) {
            assertThat(bucket.take(i, NOW)).isTrue();
        }
        for (int i = 1_000; i >= 1; i--) {
            assertThat(bucket.correct(i, 0, NOW, NOW)).isNegative();
        }

        assertThat(bucket.fullNanos(NOW)).isEqualTo(before);
    }

    @DisplayName("What has come back by itself is not given back once more")
    @Test
    void whatCameBackIsNotGivenBackTwice() {
        Bucket bucket = new Bucket(MINUTE, 6_000, NOW);
        bucket.take(100, NOW);
        long later = NOW + 2 * SECOND;
        bucket.take(6_000, later);

        assertThat(bucket.correct(100, 0, NOW, later)).isZero();
        assertThat(bucket.used(later)).isEqualTo(6_000);
    }

    @DisplayName("A change of the limit leaves what was used")
    @Test
    void aChangedLimitLeavesTheUse() {
        Bucket bucket = new Bucket(MINUTE, 6_000, NOW);
        bucket.take(1_500, NOW);

        bucket.limit(2_000, NOW);

        assertThat(bucket.used(NOW)).isEqualTo(1_500);
        assertThat(bucket.waitNanos(500, NOW)).isZero();
        assertThat(bucket.waitNanos(600, NOW)).isEqualTo(3 * SECOND);
        assertThat(bucket.waitNanos(2_001, NOW)).isEqualTo(Meter.NEVER);
    }

    @DisplayName("Absurd numbers neither turn around nor block a bucket for more than two windows")
    @Test
    void absurdNumbersAreBounded() {
        Bucket bucket = new Bucket(DAY, Long.MAX_VALUE, NOW);
        assertThat(bucket.take(Long.MAX_VALUE, NOW)).isTrue();
        bucket.correct(1, Long.MAX_VALUE, NOW, NOW);
        bucket.limit(1, NOW);
        bucket.correct(0, Long.MAX_VALUE, NOW, NOW);
        bucket.learn(new Meter.Told(Long.MAX_VALUE, Long.MAX_VALUE), false, NOW);

        assertThat(bucket.fullNanos(NOW)).isEqualTo(2 * DAY);
        assertThat(bucket.waitNanos(1, NOW)).isEqualTo(2 * DAY);
        assertThat(bucket.waitNanos(Long.MAX_VALUE, NOW)).isEqualTo(Meter.NEVER);
    }
}

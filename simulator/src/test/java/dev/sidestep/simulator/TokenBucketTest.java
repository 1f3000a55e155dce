package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    /// Numbers of real errors of Groq and OpenAI. What they show as used is rounded, so the wait is known to within one
    /// unit of the limit.
    @ParameterizedTest
    @CsvSource({
        "TOKENS_PER_DAY,      100000,  97050,  3619,  578.016",
        "TOKENS_PER_DAY,      100000,  99926,  1739, 1438.56",
        "TOKENS_PER_DAY,      100000,  97875,  3399, 1100.589",
        "TOKENS_PER_DAY,      500000, 500370,   252,  107.5854",
        "TOKENS_PER_MINUTE,    12000,   2542,  9855,    1.984999999",
        "TOKENS_PER_MINUTE,     6000,   5914,  1822,   17.359",
        "TOKENS_PER_MINUTE,    15000,  11972,  4351,    5.289",
        "TOKENS_PER_MINUTE,    15000,  11390,  4351,    2.961",
        "TOKENS_PER_MINUTE,     6000,   3513,  3166,    6.780999999",
        "TOKENS_PER_MINUTE,    30000,  29937,   385,    0.644",
        "TOKENS_PER_MINUTE,    30000,  14567, 24754,   18.642",
        "TOKENS_PER_MINUTE,    30000,  18928, 11159,    0.174",
        "TOKENS_PER_MINUTE,    30000,  22343, 10955,    6.596",
        "REQUESTS_PER_DAY,       200,    200,     1,  432",
        "REQUESTS_PER_DAY,     10000,  10000,     1,    8.64",
        "REQUESTS_PER_DAY,      1000,   1000,     1,   86.4",
        "REQUESTS_PER_MINUTE,     30,     30,     1,    2",
    })
    void waitIsThatOfRealErrors(Dimension dimension, long limit, long used, long requested, double waitSeconds) {
        var bucket = new TokenBucket(dimension, limit, 0);
        bucket.take(used, 0);

        double oneUnitSeconds = dimension.windowNanos() / (double) SECOND / limit;
        assertThat(bucket.waitNanos(requested, 0) / (double) SECOND).isCloseTo(waitSeconds, within(oneUnitSeconds));
        assertThat(bucket.used(0)).isEqualTo(used);
    }

    @Test
    void refillsContinuously() {
        var bucket = new TokenBucket(Dimension.REQUESTS_PER_MINUTE, 60, 0);
        bucket.take(60, 0);

        assertThat(bucket.used(0)).isEqualTo(60);
        assertThat(bucket.used(SECOND)).isEqualTo(59);
        assertThat(bucket.used(30 * SECOND)).isEqualTo(30);
        assertThat(bucket.used(90 * SECOND)).isZero();
    }

    @Test
    void unusedIdleTimeIsNotSavedUp() {
        var bucket = new TokenBucket(Dimension.REQUESTS_PER_MINUTE, 60, 0);

        bucket.take(60, 3_600 * SECOND);

        assertThat(bucket.waitNanos(1, 3_600 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void resetIsTheTimeUntilFullAsHeadersHaveIt() {
        var requests = new TokenBucket(Dimension.REQUESTS_PER_DAY, 14_400, 0);
        requests.take(1, 0);
        var tokens = new TokenBucket(Dimension.TOKENS_PER_MINUTE, 6_000, 0);
        tokens.take(157, 0);

        assertThat(GoDuration.format(requests.quota(0).untilFullNanos())).isEqualTo("6s");
        assertThat(GoDuration.format(tokens.quota(0).untilFullNanos())).isEqualTo("1.57s");
        assertThat(tokens.quota(0).remaining()).isEqualTo(5_843);
    }

    @Test
    void givingBackMoreThanIsUsedLeavesItFull() {
        var bucket = new TokenBucket(Dimension.TOKENS_PER_MINUTE, 6_000, 0);
        bucket.take(100, 0);

        bucket.giveBack(500, 0);

        assertThat(bucket.quota(0).remaining()).isEqualTo(6_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 30, 1_000, 6_000, 14_400, 100_000, 500_000})
    void asManyAsTheLimitFitAtOnceAndNotOneMore(long limit) {
        var bucket = new TokenBucket(Dimension.TOKENS_PER_DAY, limit, -5 * SECOND);

        for (long i = 0; i < limit; i++) {
            assertThat(bucket.waitNanos(1, 0)).isZero();
            bucket.take(1, 0);
        }

        assertThat(bucket.waitNanos(1, 0)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverAdmitsMoreThanLimitAndRefillInAnySpan(long seed) {
        record Taken(long atNanos, long amount) {}
        var random = new SplittableRandom(seed);
        long limit = random.nextLong(1, 10_000);
        var bucket = new TokenBucket(Dimension.TOKENS_PER_MINUTE, limit, 0);
        var admitted = new ArrayList<Taken>();
        long now = 0;
        for (int i = 0; i < 600; i++) {
            now += random.nextLong(SECOND);
            long amount = random.nextLong(1, limit + 1);
            if (bucket.waitNanos(amount, now) == 0) {
                bucket.take(amount, now);
                admitted.add(new Taken(now, amount));
            }
        }

        for (int from = 0; from < admitted.size(); from++) {
            long start = admitted.get(from).atNanos();
            long sum = 0;
            for (var taken : admitted.subList(from, admitted.size())) {
                sum += taken.amount();
                double refill = limit * (double) (taken.atNanos() - start) / Dimension.TOKENS_PER_MINUTE.windowNanos();
                assertThat((double) sum).as("seed %d", seed).isLessThanOrEqualTo(limit + refill + 1e-3);
            }
        }
    }
}

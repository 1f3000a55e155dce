package dev.sidestep.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = -7 * SECOND;

    private final RetryBudget budget = new RetryBudget(NOW);

    @Test
    void aFullBudgetAllowsAHundredRetries() {
        assertThat(retriesLeft(NOW)).isEqualTo(100);
    }

    @Test
    void tenRetriesComeBackEachSecond() {
        retriesLeft(NOW);

        assertThat(retriesLeft(NOW + SECOND)).isEqualTo(10);
        assertThat(retriesLeft(NOW + SECOND + SECOND / 2)).isEqualTo(5);
    }

    @Test
    void fiveCallsAllowOneRetry() {
        retriesLeft(NOW);

        for (int call = 0; call < 15; call++) {
            budget.recordCall();
        }

        assertThat(retriesLeft(NOW)).isEqualTo(3);
    }

    @Test
    void whatIsNotUsedIsForgotten() {
        assertThat(retriesLeft(NOW + 3_600 * SECOND)).isEqualTo(100);
    }

    @Test
    void aCallWithAnOlderNowDoesNotRefillTheSameSecondTwice() {
        retriesLeft(NOW + SECOND);

        for (int round = 0; round < 10; round++) {
            assertThat(budget.reserve(NOW)).isFalse();
            assertThat(budget.reserve(NOW + SECOND)).isFalse();
        }
    }

    private int retriesLeft(long nowNanos) {
        int retries = 0;
        while (budget.reserve(nowNanos)) {
            retries++;
        }
        return retries;
    }
}

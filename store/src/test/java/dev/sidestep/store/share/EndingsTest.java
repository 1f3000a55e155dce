package dev.sidestep.store.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class EndingsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long BEGIN_MILLIS = 1_790_000_000_000L;
    private long nowNanos;
    private final CommonClock clock = new CommonClock(() -> nowNanos);
    private final Endings endings = new Endings(clock);
    private final CooldownHint hint = CooldownHint.of(Samples.cooldown(Samples.KEY, 60), BEGIN_MILLIS);

    EndingsTest() {
        clock.sample(0, 0, BEGIN_MILLIS * 1_000_000);
    }

    @Test
    void whatBeganBeforeItsKeyWasClearedHasEnded() {
        endings.clear(Set.of(Samples.KEY), BEGIN_MILLIS + 1);
        assertThat(endings.haveEnded(hint)).isTrue();
        assertThat(endings.haveEnded(QuotaHint.of(Samples.quota(5), BEGIN_MILLIS)))
                .isTrue();
    }

    @Test
    void whatBeganLaterOrConcernsAnotherKeyHasNot() {
        endings.clear(Set.of(Samples.KEY), BEGIN_MILLIS - 1);
        endings.clear(Set.of(Samples.OTHER_KEY), BEGIN_MILLIS + 1);
        assertThat(endings.haveEnded(hint)).isFalse();
        assertThat(endings.haveEnded(QuotaHint.of(Samples.quota(5), BEGIN_MILLIS)))
                .isFalse();
    }

    @Test
    void onlyLaterClearingsAreNews() {
        assertThat(endings.clear(Set.of(Samples.KEY), BEGIN_MILLIS)).containsExactly(Samples.KEY);
        assertThat(endings.clear(Set.of(Samples.KEY), BEGIN_MILLIS)).isEmpty();
        assertThat(endings.clear(Set.of(Samples.KEY), BEGIN_MILLIS - 9)).isEmpty();
        assertThat(endings.clear(Set.of(Samples.KEY), BEGIN_MILLIS + 1)).containsExactly(Samples.KEY);
    }

    @Test
    void whatRecoveredStaysOverForAWhileUnlessItCoolsAgain() {
        nowNanos = SECOND;
        endings.recover(Samples.ID);
        assertThat(endings.haveEnded(hint)).isTrue();
        nowNanos += 16 * SECOND;
        assertThat(endings.haveEnded(hint)).isFalse();
        endings.recover(Samples.ID);
        endings.cool(Samples.ID);
        assertThat(endings.haveEnded(hint)).isFalse();
    }
}

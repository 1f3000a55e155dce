package dev.sidestep.core.quota;

import static dev.sidestep.core.quota.QuotaWorld.MINUTE;
import static dev.sidestep.core.quota.QuotaWorld.NOW;
import static dev.sidestep.core.quota.QuotaWorld.SECOND;
import static dev.sidestep.core.quota.QuotaWorld.key;
import static dev.sidestep.core.quota.QuotaWorld.limit;
import static dev.sidestep.core.quota.QuotaWorld.quotas;
import static dev.sidestep.core.quota.QuotaWorld.target;
import static dev.sidestep.core.quota.QuotaWorld.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sidestep.core.Counting;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PacingTest {
    private static final Demand DEMAND = new Demand(10, 10);
    private static final QuotaLimit PACED = new QuotaLimit(Unit.REQUESTS, Window.MINUTE, 15, true);

    private final Target target = target(Counting.UNKNOWN);
    private final Quotas quotas = quotas(target, PACED);

    @DisplayName("ask E10: 15 requests a minute go out 4 s apart, and none is refused by a provider of 15 a minute")
    @Test
    void pacedRequestsAreSpread() {
        SlidingMeter provider = new SlidingMeter(MINUTE, 15, NOW);
        List<Long> sentNanos = new ArrayList<>();

        long now = NOW;
        while (sentNanos.size() < 100) {
            if (quotas.room(target, DEMAND, now) instanceof Room.Later later) {
                now = later.atNanos();
            }
            quotas.reserve(target, DEMAND, now).orElseThrow().settle(new Usage(10, 10, 0), now);
            assertThat(provider.take(1, now)).isTrue();
            sentNanos.add(now);
        }

        for (int i = 1; i < sentNanos.size(); i++) {
            assertThat(sentNanos.get(i) - sentNanos.get(i - 1)).isBetween(4 * SECOND, 5 * SECOND);
        }
    }

    @DisplayName("A call that is not sent after all does not delay the next one")
    @Test
    void aCallThatIsNotSentDelaysNone() {
        quotas.configure(Map.of(key(target), List.of(PACED, limit(Unit.TOKENS, Window.MINUTE, 100))));

        assertThat(quotas.reserve(target, new Demand(200, 0), NOW)).isEmpty();
        quotas.reserve(target, DEMAND, NOW).orElseThrow().refund(NOW);
        assertThat(quotas.reserve(target, DEMAND, NOW)).isPresent();
        assertThat(quotas.reserve(target, DEMAND, NOW)).isEmpty();
    }

    @DisplayName("A smaller limit that the provider tells spreads them further")
    @Test
    void aToldLimitSpreadsFurther() {
        quotas.learn(target, told(Unit.REQUESTS, Window.MINUTE, 10, 10), NOW);

        quotas.reserve(target, DEMAND, NOW);

        assertThat(quotas.room(target, DEMAND, NOW + 6 * SECOND - 1)).isInstanceOf(Room.Later.class);
        assertThat(quotas.room(target, DEMAND, NOW + 6 * SECOND)).isInstanceOf(Room.Fits.class);
    }

    @DisplayName("A reload can end the pacing")
    @Test
    void aReloadEndsThePacing() {
        quotas.reserve(target, DEMAND, NOW);

        quotas.configure(Map.of(key(target), List.of(limit(Unit.REQUESTS, Window.MINUTE, 15))));

        assertThat(quotas.reserve(target, DEMAND, NOW)).isPresent();
    }

    @DisplayName("What has no window cannot be paced")
    @Test
    void onlyWindowsArePaced() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuotaLimit(Unit.CONCURRENT, Window.UNSPECIFIED, 5, true))
                .withMessageContaining("concurrent");
    }
}

package dev.sidestep.core.quota;

import static dev.sidestep.core.quota.QuotaWorld.DAY;
import static dev.sidestep.core.quota.QuotaWorld.HOUR;
import static dev.sidestep.core.quota.QuotaWorld.NOW;
import static dev.sidestep.core.quota.QuotaWorld.SECOND;
import static dev.sidestep.core.quota.QuotaWorld.concurrent;
import static dev.sidestep.core.quota.QuotaWorld.key;
import static dev.sidestep.core.quota.QuotaWorld.limit;
import static dev.sidestep.core.quota.QuotaWorld.quotas;
import static dev.sidestep.core.quota.QuotaWorld.target;
import static dev.sidestep.core.quota.QuotaWorld.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sidestep.core.Counting;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotasTest {
    private final Target target = target(Counting.BUCKETS);
    private final Quotas quotas = quotas(target);

    @DisplayName("A target of which no limit is known has room for everything")
    @Test
    void noLimitHoldsNothingBack() {
        assertThat(quotas.room(target, new Demand(Long.MAX_VALUE, Long.MAX_VALUE), NOW))
                .isInstanceOf(Room.Fits.class);
        assertThat(quotas.states(target, NOW)).isEmpty();
    }

    @DisplayName("ask E5: with 500 tokens left, a call of 2,000 is told when it fits, before any attempt")
    @Test
    void aCallThatDoesNotFitIsToldWhenItWill() {
        quotas.learn(target, told(Unit.TOKENS, Window.MINUTE, 6_000, 500), NOW);

        Room room = quotas.room(target, new Demand(1_500, 500), NOW);

        assertThat(room).asInstanceOf(type(Room.Later.class)).satisfies(later -> {
            assertThat(later.atNanos()).isEqualTo(NOW + 15 * SECOND);
            assertThat(later.what().remaining()).isEqualTo(500);
            assertThat(later.what().source()).isEqualTo(QuotaState.Source.TOLD);
        });
        assertThat(quotas.reserve(target, new Demand(1_500, 500), NOW)).isEmpty();
        assertThat(quotas.room(target, new Demand(400, 100), NOW)).isInstanceOf(Room.Fits.class);
        assertThat(quotas.reserve(target, new Demand(1_500, 500), NOW + 15 * SECOND))
                .isPresent();
    }

    @DisplayName("ask E5: a call larger than the limit never fits")
    @Test
    void aCallLargerThanTheLimitNeverFits() {
        quotas.learn(target, told(Unit.TOKENS, Window.MINUTE, 1_999, 1_999), NOW);

        assertThat(quotas.room(target, new Demand(1_500, 500), NOW))
                .asInstanceOf(type(Room.Never.class))
                .satisfies(never -> assertThat(never.what().limit()).isEqualTo(1_999));
    }

    @DisplayName("ask E4: each kind of limit holds calls back")
    @ParameterizedTest
    @CsvSource({
        "REQUESTS, SECOND, 2",
        "REQUESTS, MINUTE, 2",
        "REQUESTS, DAY, 2",
        "TOKENS, MINUTE, 300",
        "TOKENS, DAY, 300",
        "INPUT_TOKENS, MINUTE, 200",
        "OUTPUT_TOKENS, MINUTE, 100",
        "CONCURRENT, UNSPECIFIED, 2"
    })
    void eachKindOfLimitCounts(Unit unit, Window window, long twoCalls) {
        Demand demand = new Demand(100, 50);
        quotas.configure(Map.of(key(LimitScope.QUOTA_GROUP, target), List.of(limit(unit, window, twoCalls))));

        assertThat(quotas.reserve(target, demand, NOW)).isPresent();
        assertThat(quotas.reserve(target, demand, NOW)).isPresent();
        assertThat(quotas.reserve(target, demand, NOW)).isEmpty();
        assertThat(quotas.room(target, demand, NOW)).isInstanceOf(Room.Later.class);
    }

    @DisplayName("ask E3: four targets of 6 requests a minute take 24, however they come back")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void admissionCountsAreExact(boolean isBucket) {
        Counting counting = isBucket ? Counting.BUCKETS : Counting.UNKNOWN;
        int admitted = 0;
        for (int i = 0; i < 4; i++) {
            Target one = target(counting, "a" + i, "a" + i, "m", i);
            Quotas own = quotas(one, limit(Unit.REQUESTS, Window.MINUTE, 6));
            for (long now = NOW; own.reserve(one, new Demand(1, 1), now).isPresent(); now++) {
                admitted++;
            }
        }

        assertThat(admitted).isEqualTo(24);
    }

    @DisplayName("A reservation takes from every limit or from none")
    @Test
    void aReservationThatDoesNotFitTakesNothing() {
        quotas.configure(Map.of(
                key(target),
                List.of(limit(Unit.REQUESTS, Window.MINUTE, 10), limit(Unit.TOKENS, Window.MINUTE, 1_000))));
        quotas.reserve(target, new Demand(600, 0), NOW);

        assertThat(quotas.reserve(target, new Demand(600, 0), NOW)).isEmpty();

        assertThat(quotas.states(target, NOW)).extracting(QuotaState::remaining).containsExactly(9L, 400L);
    }

    @DisplayName("Room comes when the last of the limits has room")
    @Test
    void theSlowestLimitDecides() {
        quotas.configure(Map.of(
                key(target), List.of(limit(Unit.REQUESTS, Window.MINUTE, 1), limit(Unit.TOKENS, Window.DAY, 1_000))));
        quotas.reserve(target, new Demand(1_000, 0), NOW);

        assertThat(quotas.room(target, new Demand(500, 0), NOW))
                .asInstanceOf(type(Room.Later.class))
                .satisfies(later -> {
                    assertThat(later.what().window()).isEqualTo(Window.DAY);
                    assertThat(later.atNanos()).isEqualTo(NOW + DAY / 2);
                });
    }

    @DisplayName("ask E6: what is settled replaces what was thought, and tells that room came back")
    @Test
    void settlingReplacesTheEstimate() {
        quotas.configure(Map.of(key(target), List.of(limit(Unit.INPUT_TOKENS, Window.MINUTE, 1_000))));
        Reservation larger = reserve(new Demand(600, 0));
        Reservation smaller = reserve(new Demand(100, 0));

        assertThat(larger.settle(new Usage(400, 77, 100), NOW)).isTrue();
        assertThat(smaller.settle(new Usage(150, 77, 0), NOW)).isFalse();

        assertThat(remaining()).isEqualTo(1_000 - 300 - 150);
        assertThat(quotas.openReservations()).isZero();
    }

    @DisplayName("What never reached the provider comes back whole, and only once")
    @Test
    void aRefundGivesBackOnce() {
        quotas.configure(Map.of(key(target), List.of(limit(Unit.TOKENS, Window.MINUTE, 1_000))));
        Reservation refunded = reserve(new Demand(400, 0));
        reserve(new Demand(300, 0));

        assertThat(refunded.refund(NOW)).isTrue();
        assertThat(refunded.refund(NOW)).isFalse();
        assertThat(refunded.settle(Usage.NONE, NOW)).isFalse();
        assertThat(refunded.keep(NOW)).isFalse();

        assertThat(remaining()).isEqualTo(700);
        assertThat(quotas.openReservations()).isEqualTo(1);
    }

    @DisplayName("ask E8: never more under way than the cap, and closing twice gives back one place")
    @Test
    void aConcurrencyCapHolds() {
        quotas.configure(Map.of(key(LimitScope.ACCOUNT, target), List.of(concurrent(2))));
        Reservation first = reserve(new Demand(1, 1));
        Reservation second = reserve(new Demand(1, 1));
        assertThat(quotas.reserve(target, new Demand(1, 1), NOW)).isEmpty();

        assertThat(first.settle(new Usage(1, 1, 0), NOW)).isTrue();
        assertThat(first.settle(new Usage(1, 1, 0), NOW)).isFalse();
        assertThat(first.refund(NOW)).isFalse();

        assertThat(quotas.reserve(target, new Demand(1, 1), NOW)).isPresent();
        assertThat(quotas.reserve(target, new Demand(1, 1), NOW)).isEmpty();
        assertThat(second.keep(NOW)).isTrue();
        assertThat(quotas.reserve(target, new Demand(1, 1), NOW)).isPresent();
    }

    @DisplayName("ask E7: accounts of one quota group share its limits, others do not")
    @Test
    void aQuotaGroupSharesItsLimits() {
        Target one = target(Counting.BUCKETS, "a1", "org", "m", 0);
        Target other = target(Counting.BUCKETS, "a2", "org", "m", 1);
        Target alone = target(Counting.BUCKETS, "a3", "a3", "m", 2);
        QuotaLimit limit = limit(Unit.REQUESTS, Window.MINUTE, 1);
        quotas.configure(Map.of(key(one), List.of(limit), key(alone), List.of(limit)));

        assertThat(quotas.reserve(one, new Demand(1, 1), NOW)).isPresent();
        assertThat(quotas.reserve(other, new Demand(1, 1), NOW)).isEmpty();
        assertThat(quotas.reserve(alone, new Demand(1, 1), NOW)).isPresent();
    }

    @DisplayName("ask E7: what one account is told of an organisation's limit holds for its other models and accounts")
    @Test
    void aToldLimitOfAGroupHoldsForAll() {
        Target one = target(Counting.BUCKETS, "a1", "org", "m", 0);
        Target other = target(Counting.BUCKETS, "a2", "org", "n", 1);
        assertThat(quotas.room(other, new Demand(10, 0), NOW)).isInstanceOf(Room.Fits.class);

        quotas.learn(one, new QuotaReport(LimitScope.QUOTA_GROUP, Unit.TOKENS, Window.MINUTE, 100, 0, -1, -1), NOW);

        assertThat(quotas.room(other, new Demand(10, 0), NOW)).isInstanceOf(Room.Later.class);
    }

    @DisplayName("A reload replaces the limits and leaves what was used")
    @Test
    void aReloadLeavesWhatWasUsed() {
        quotas.configure(Map.of(key(target), List.of(limit(Unit.TOKENS, Window.MINUTE, 1_000))));
        reserve(new Demand(400, 0));

        quotas.configure(Map.of(
                key(target), List.of(limit(Unit.TOKENS, Window.MINUTE, 500), limit(Unit.REQUESTS, Window.DAY, 9))));

        assertThat(quotas.states(target, NOW)).extracting(QuotaState::remaining).containsExactly(100L, 9L);

        quotas.configure(Map.of());

        assertThat(quotas.states(target, NOW)).isEmpty();
    }

    @DisplayName("The smaller of the configured and the newest told limit counts")
    @Test
    void theSmallerLimitCounts() {
        quotas.configure(Map.of(key(target), List.of(limit(Unit.TOKENS, Window.MINUTE, 1_000))));

        quotas.learn(target, told(Unit.TOKENS, Window.MINUTE, 600, -1), NOW);
        assertThat(state().limit()).isEqualTo(600);
        assertThat(state().source()).isEqualTo(QuotaState.Source.TOLD);

        quotas.learn(target, told(Unit.TOKENS, Window.MINUTE, 6_000, -1), NOW);
        assertThat(state().limit()).isEqualTo(1_000);
        assertThat(state().source()).isEqualTo(QuotaState.Source.CONFIGURED);
    }

    @DisplayName("The provider's count replaces ours in both directions where nothing else is under way")
    @ParameterizedTest
    @CsvSource({"900", "100"})
    void theProvidersCountReplacesOurs(long remaining) {
        quotas.configure(Map.of(key(target), List.of(limit(Unit.TOKENS, Window.MINUTE, 1_000))));
        reserve(new Demand(500, 0)).settle(new Usage(500, 0, 0), NOW);

        quotas.learn(target, told(Unit.TOKENS, Window.MINUTE, 1_000, remaining), NOW);

        assertThat(remaining()).isEqualTo(remaining);
    }

    @DisplayName("While something else is under way the larger use counts")
    @Test
    void theLargerUseCountsWhileOthersAreUnderWay() {
        quotas.configure(Map.of(key(target), List.of(limit(Unit.TOKENS, Window.MINUTE, 1_000))));
        reserve(new Demand(500, 0));

        quotas.learn(target, told(Unit.TOKENS, Window.MINUTE, 1_000, 900), NOW);
        assertThat(remaining()).isEqualTo(500);

        quotas.learn(target, told(Unit.TOKENS, Window.MINUTE, 1_000, 300), NOW);
        assertThat(remaining()).isEqualTo(300);
    }

    @DisplayName("A told limit is forgotten after an hour, so that a larger call can find out about a larger one")
    @Test
    void aToldLimitIsForgotten() {
        quotas.learn(target, told(Unit.TOKENS, Window.MINUTE, 600, 600), NOW);

        assertThat(quotas.room(target, new Demand(700, 0), NOW + HOUR)).isInstanceOf(Room.Never.class);
        assertThat(quotas.room(target, new Demand(700, 0), NOW + HOUR + 1)).isInstanceOf(Room.Fits.class);
    }

    @DisplayName("A call that was too large keeps calls as large away for an hour, smaller ones not")
    @Test
    void aTooLargeCallKeepsOthersAway() {
        quotas.learnTooLarge(target, new Demand(900, 100), 0, NOW);

        assertThat(quotas.room(target, new Demand(1_000, 0), NOW + HOUR - 1)).isInstanceOf(Room.Never.class);
        assertThat(quotas.room(target, new Demand(999, 0), NOW)).isInstanceOf(Room.Fits.class);
        assertThat(quotas.room(target, new Demand(1_000, 0), NOW + HOUR)).isInstanceOf(Room.Fits.class);

        quotas.learnTooLarge(target, new Demand(900, 100), 600, NOW);
        assertThat(quotas.room(target, new Demand(601, 0), NOW)).isInstanceOf(Room.Never.class);
        assertThat(quotas.room(target, new Demand(600, 0), NOW)).isInstanceOf(Room.Fits.class);
    }

    @DisplayName("Clearing forgets what was used and told, and nothing of other keys or of what is configured")
    @Test
    void clearingForgets() {
        Target other = target(Counting.BUCKETS, "b", "b", "m", 1);
        QuotaLimit limit = limit(Unit.TOKENS, Window.MINUTE, 1_000);
        quotas.configure(Map.of(
                key(target),
                List.of(limit),
                key(other),
                List.of(limit),
                key(LimitScope.ACCOUNT, target),
                List.of(concurrent(1))));
        quotas.learn(target, told(Unit.TOKENS, Window.MINUTE, 800, 100), NOW);
        quotas.learn(other, told(Unit.TOKENS, Window.MINUTE, 800, 100), NOW);
        quotas.learnTooLarge(target, new Demand(50, 0), 0, NOW);
        reserve(new Demand(10, 0));

        quotas.clear(key -> key.holder().equals("a"));

        assertThat(state().limit()).isEqualTo(1_000);
        assertThat(remaining()).isEqualTo(1_000);
        assertThat(quotas.states(other, NOW).getFirst().remaining()).isEqualTo(100);
        assertThat(quotas.reserve(target, new Demand(50, 0), NOW))
                .as("what is under way stays counted")
                .isEmpty();
    }

    @DisplayName("An answer's numbers count its own tokens once")
    @Test
    void anAnswersNumbersCountItsTokensOnce() {
        quotas.configure(Map.of(key(target), List.of(limit(Unit.TOKENS, Window.MINUTE, 6_000))));
        Reservation reservation = reserve(new Demand(1_000, 500));

        reservation.learn(told(Unit.TOKENS, Window.MINUTE, 6_000, 4_500), NOW);
        assertThat(remaining()).isEqualTo(4_500);

        reservation.settle(new Usage(1_000, 100, 0), NOW);
        assertThat(remaining()).isEqualTo(4_900);
    }

    @DisplayName("Where the provider does not reserve the output, it is counted on top of what it told")
    @Test
    void outputIsCountedOnTopWhereItIsNotReserved() {
        Counting counting = new Counting(Counting.BUCKETS.shortWindows(), Counting.BUCKETS.longWindows(), false, false);
        Target unreserved = target(counting);
        Reservation reservation =
                quotas.reserve(unreserved, new Demand(1_000, 500), NOW).orElseThrow();
        reservation.settle(Usage.NONE, NOW);
        quotas.configure(Map.of(key(unreserved), List.of(limit(Unit.TOKENS, Window.MINUTE, 6_000))));
        reservation = quotas.reserve(unreserved, new Demand(1_000, 500), NOW).orElseThrow();

        reservation.learn(told(Unit.TOKENS, Window.MINUTE, 6_000, 5_000), NOW);
        reservation.settle(new Usage(1_000, 100, 0), NOW);

        assertThat(quotas.states(unreserved, NOW).getFirst().remaining()).isEqualTo(4_900);
    }

    @DisplayName("A guess of ours at the output makes no call too large, where the provider reserves none")
    @Test
    void aGuessMakesNoCallTooLarge() {
        Counting counting = new Counting(Counting.BUCKETS.shortWindows(), Counting.BUCKETS.longWindows(), false, false);
        Target unreserved = target(counting);
        quotas.configure(Map.of(
                key(unreserved),
                List.of(limit(Unit.TOKENS, Window.MINUTE, 1_000), limit(Unit.OUTPUT_TOKENS, Window.MINUTE, 500))));

        assertThat(quotas.room(unreserved, new Demand(900, 700), NOW)).isInstanceOf(Room.Fits.class);
        assertThat(quotas.room(unreserved, new Demand(1_001, 0), NOW)).isInstanceOf(Room.Never.class);
    }

    @DisplayName("An answer that tells less than our estimate was counted without it")
    @Test
    void anAnswerMayTellWhatIsSettledAlready() {
        quotas.configure(Map.of(key(target), List.of(limit(Unit.TOKENS, Window.MINUTE, 6_000))));
        Reservation reservation = reserve(new Demand(100, 4_000));

        reservation.learn(told(Unit.TOKENS, Window.MINUTE, 6_000, 5_700), NOW);
        reservation.settle(new Usage(100, 200, 0), NOW);

        assertThat(remaining()).isEqualTo(5_700);
    }

    @DisplayName("An answer's numbers for a limit that was unknown when it was sent count nothing of it twice")
    @Test
    void theFirstWordOfALimit() {
        Reservation first = reserve(new Demand(1_000, 0));
        Reservation second = reserve(new Demand(1_000, 0));

        first.learn(told(Unit.TOKENS, Window.MINUTE, 6_000, 5_000), NOW);
        reserve(new Demand(500, 0));
        second.learn(told(Unit.TOKENS, Window.MINUTE, 6_000, 5_000), NOW);

        assertThat(remaining()).isEqualTo(4_500);
        first.settle(new Usage(900, 0, 0), NOW);
        second.settle(new Usage(900, 0, 0), NOW);
        assertThat(remaining()).isEqualTo(4_500);
    }

    @DisplayName("A reload that changes how the provider counts leaves what was used")
    @Test
    void aReloadMayChangeTheRefill() {
        QuotaLimit limit = limit(Unit.TOKENS, Window.DAY, 1_000);
        quotas.configure(Map.of(key(target), List.of(limit), key(LimitScope.ACCOUNT, target), List.of(concurrent(1))));
        quotas.learn(target, told(Unit.TOKENS, Window.DAY, 800, 500), NOW);
        reserve(new Demand(100, 0));
        Target daily = target(Counting.BUCKETS.withDaysOf(ZoneOffset.UTC));

        quotas.configure(Map.of(key(target), List.of(limit), key(LimitScope.ACCOUNT, target), List.of(concurrent(1))));

        assertThat(quotas.states(daily, NOW).getFirst()).satisfies(state -> {
            assertThat(state.limit()).isEqualTo(800);
            assertThat(state.remaining()).isEqualTo(400);
            assertThat(state.resetNanos()).isEqualTo(12 * HOUR);
        });
        assertThat(quotas.reserve(daily, new Demand(1, 0), NOW))
                .as("one is under way")
                .isEmpty();
    }

    @DisplayName("What a refusal says is used makes the wait that the refusal tells")
    @Test
    void aRefusalsNumbersMakeItsWait() {
        Demand demand = new Demand(3_000, 399);
        Reservation refused = reserve(demand);
        refused.refund(NOW);

        quotas.learn(target, told(Unit.TOKENS, Window.DAY, 100_000, 100_000 - 97_875), NOW);

        assertThat(quotas.room(target, demand, NOW))
                .asInstanceOf(type(Room.Later.class))
                .satisfies(later -> assertThat(later.atNanos() - NOW).isEqualTo(1_100_736_000_000L));
    }

    @DisplayName("A confused provider adds no more than a dozen limits to a key")
    @Test
    void toldLimitsAreBounded() {
        for (Unit unit : Unit.values()) {
            for (Window window : Window.values()) {
                quotas.learn(target, told(unit, window, 10, 10), NOW);
            }
        }

        assertThat(quotas.states(target, NOW)).hasSize(12);
    }

    @DisplayName("A limit of nothing is no limit: the model is not offered, which cooldowns tell")
    @Test
    void aLimitOfZeroIsNoLimit() {
        quotas.learn(target, told(Unit.TOKENS, Window.MINUTE, 0, 0), NOW);

        assertThat(quotas.states(target, NOW)).isEmpty();
    }

    private Reservation reserve(Demand demand) {
        return quotas.reserve(target, demand, NOW).orElseThrow();
    }

    private QuotaState state() {
        return quotas.states(target, NOW).getFirst();
    }

    private long remaining() {
        return state().remaining();
    }
}

package dev.sidestep.core.quota;

import static dev.sidestep.core.quota.QuotaWorld.HOUR;
import static dev.sidestep.core.quota.QuotaWorld.MINUTE;
import static dev.sidestep.core.quota.QuotaWorld.NOW;
import static dev.sidestep.core.quota.QuotaWorld.SECOND;
import static dev.sidestep.core.quota.QuotaWorld.quotas;
import static dev.sidestep.core.quota.QuotaWorld.target;
import static dev.sidestep.core.quota.QuotaWorld.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Counting;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InferredLimitTest {
    private static final Demand DEMAND = new Demand(100, 100);

    private final Target target = target(Counting.UNKNOWN);
    private final Quotas quotas = quotas(target);

    @DisplayName("A refusal without numbers makes a limit of what went through in the last minute")
    @ParameterizedTest
    @EnumSource(names = {"MINUTE", "UNSPECIFIED"})
    void aRefusalMakesALimit(Window window) {
        answer(12, NOW);

        refuse(window, NOW + 30 * SECOND);

        assertThat(quotas.states(target, NOW + 30 * SECOND)).singleElement().satisfies(state -> {
            assertThat(state.source()).isEqualTo(QuotaState.Source.INFERRED);
            assertThat(state.unit()).isEqualTo(Unit.REQUESTS);
            assertThat(state.limit()).isEqualTo(12);
            assertThat(state.remaining()).isZero();
        });
        assertThat(quotas.room(target, DEMAND, NOW + 30 * SECOND)).isInstanceOf(Room.Later.class);
        assertThat(quotas.room(target, DEMAND, NOW + 62 * SECOND)).isInstanceOf(Room.Fits.class);
    }

    @DisplayName("A limit per second is inferred from the last second")
    @Test
    void aLimitPerSecond() {
        answer(50, NOW);
        answer(3, NOW + 10 * SECOND);

        refuse(Window.SECOND, NOW + 10 * SECOND);
        answer(3, NOW + 12 * SECOND);

        assertThat(quotas.room(target, DEMAND, NOW + 12 * SECOND)).isInstanceOf(Room.Later.class);
        assertThat(quotas.room(target, DEMAND, NOW + 14 * SECOND)).isInstanceOf(Room.Fits.class);
    }

    @DisplayName("A refusal per second that came alone begins the count, and the next one makes the limit")
    @Test
    void aLimitPerSecondFromTheNextRefusal() {
        refuse(Window.SECOND, NOW);
        answer(4, NOW + MINUTE);

        refuse(Window.SECOND, NOW + MINUTE);

        assertThat(quotas.states(target, NOW + MINUTE)).singleElement().satisfies(state -> {
            assertThat(state.window()).isEqualTo(Window.SECOND);
            assertThat(state.limit()).isEqualTo(4);
        });
    }

    @DisplayName("Nothing is inferred of a day, of a call that came alone, or beside a limit that was told")
    @Test
    void whereNothingIsInferred() {
        refuse(Window.MINUTE, NOW);
        assertThat(quotas.states(target, NOW)).isEmpty();

        answer(5, NOW);
        refuse(Window.DAY, NOW);
        assertThat(quotas.states(target, NOW)).isEmpty();

        quotas.learn(target, told(Unit.TOKENS, Window.MINUTE, 10_000, 10_000), NOW);
        refuse(Window.MINUTE, NOW);
        assertThat(quotas.states(target, NOW)).extracting(QuotaState::source).containsExactly(QuotaState.Source.TOLD);
    }

    @DisplayName("Requests under way when the first one is refused are one event")
    @Test
    void aBurstIsOneEvent() {
        answer(10, NOW);
        Reservation[] burst = new Reservation[5];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = quotas.reserve(target, DEMAND, NOW).orElseThrow();
        }

        for (Reservation each : burst) {
            each.refund(NOW + SECOND);
            quotas.refused(target, Window.MINUTE, NOW + SECOND);
        }

        assertThat(quotas.states(target, NOW + SECOND).getFirst().limit()).isEqualTo(10);
    }

    @DisplayName("An inferred limit is forgotten after an hour in which nothing pressed against it")
    @Test
    void aQuietHourForgets() {
        answer(12, NOW);
        refuse(Window.MINUTE, NOW);

        answer(1, NOW + HOUR);
        assertThat(quotas.states(target, NOW + HOUR)).hasSize(1);

        answer(1, NOW + HOUR + 2 * MINUTE);
        assertThat(quotas.states(target, NOW + HOUR + 2 * MINUTE)).isEmpty();
    }

    @DisplayName("A person who clears also clears what was inferred")
    @Test
    void clearingForgets() {
        answer(12, NOW);
        refuse(Window.MINUTE, NOW);

        quotas.clear(_ -> true);

        assertThat(quotas.states(target, NOW)).isEmpty();
    }

    @DisplayName("A limit that was inferred too low grows while calls press against it")
    @Test
    void aLimitThatIsTooLowGrows() {
        answer(2, NOW);
        refuse(Window.MINUTE, NOW);

        press(NOW, NOW + HOUR, _ -> true);

        assertThat(answered).isGreaterThan(3_000);
    }

    @DisplayName("In steady overload of a target that tells no limit, at most 5 refusals come with 1,000"
            + " answers after the first hour, and 95 in 100 of what it would answer are asked for")
    @ParameterizedTest(name = "{0}, {1} a minute")
    @CsvSource({
        "BUCKET, 10", "BUCKET, 30", "BUCKET, 100", "BUCKET, 600",
        "SLIDING, 10", "SLIDING, 30", "SLIDING, 100", "SLIDING, 600",
        "FIXED, 10", "FIXED, 30", "FIXED, 100", "FIXED, 600"
    })
    void steadyOverloadIsSeldomRefused(Kind kind, long perMinute) {
        Meter provider = kind.meter(perMinute);

        press(NOW, NOW + HOUR, now -> provider.take(1, now));
        assertThat(1_000.0 * refused / answered).isLessThanOrEqualTo(25);
        answered = 0;
        refused = 0;
        press(NOW + HOUR, NOW + 5 * HOUR, now -> provider.take(1, now));

        assertThat(1_000.0 * refused / answered).isLessThanOrEqualTo(5);
        assertThat(answered).isGreaterThan((long) (0.95 * perMinute * 4 * 60));
    }

    private enum Kind {
        BUCKET(limit -> new Bucket(MINUTE, limit, NOW)),
        SLIDING(limit -> new SlidingMeter(MINUTE, limit, NOW)),
        FIXED(limit ->
                new CalendarMeter(now -> now + MINUTE - Math.floorMod(now - NOW - 17 * SECOND, MINUTE), limit, NOW));

        private final LongFunction<Meter> made;

        Kind(LongFunction<Meter> made) {
            this.made = made;
        }

        Meter meter(long limit) {
            return made.apply(limit);
        }
    }

    private interface Provider {
        boolean takes(long nowNanos);
    }

    private long answered;
    private long refused;

    /// Callers who always have one more call, four at a time; a refusal is known after 50 ms and
    /// keeps the target away for a second.
    private void press(long fromNanos, long untilNanos, Provider provider) {
        long step = SECOND / 10;
        long coolUntilNanos = fromNanos;
        for (long now = fromNanos; untilNanos - now > 0; now += step) {
            if (coolUntilNanos - now > 0) {
                continue;
            }
            List<Reservation> refusedNow = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Optional<Reservation> reservation = quotas.reserve(target, DEMAND, now);
                if (reservation.isEmpty()) {
                    break;
                }
                if (provider.takes(now)) {
                    reservation.get().settle(new Usage(100, 100, 0), now);
                    answered++;
                } else {
                    refusedNow.add(reservation.get());
                }
            }
            long toldAtNanos = now + SECOND / 20;
            for (Reservation each : refusedNow) {
                each.refund(toldAtNanos);
                quotas.refused(target, Window.MINUTE, toldAtNanos);
                coolUntilNanos = now + SECOND;
            }
            refused += refusedNow.size();
        }
    }

    private void answer(int times, long nowNanos) {
        for (int i = 0; i < times; i++) {
            quotas.reserve(target, DEMAND, nowNanos).orElseThrow().settle(new Usage(100, 100, 0), nowNanos);
        }
    }

    private void refuse(Window window, long nowNanos) {
        quotas.reserve(target, DEMAND, nowNanos).ifPresent(reservation -> reservation.refund(nowNanos));
        quotas.refused(target, window, nowNanos);
    }
}

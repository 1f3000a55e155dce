package dev.sidestep.core.quota;

import static dev.sidestep.core.quota.QuotaWorld.HOUR;
import static dev.sidestep.core.quota.QuotaWorld.MINUTE;
import static dev.sidestep.core.quota.QuotaWorld.NOW;
import static dev.sidestep.core.quota.QuotaWorld.endsFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Window;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarMeterTest {
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    @DisplayName("Gemini's day ends at midnight in Los Angeles, also where the clocks change that day")
    @ParameterizedTest(name = "{0}: {2} h left")
    @CsvSource({
        "an ordinary day, 2026-11-21T08:00:00Z, 24",
        "a day in summer, 2026-07-01T07:00:00Z, 24",
        "the clocks go forward, 2026-03-08T08:00:00Z, 23",
        "the clocks go back, 2026-11-01T07:00:00Z, 25"
    })
    void aDayEndsAtMidnightThere(String day, Instant midnight, long hours) {
        CalendarMeter counter = day(midnight, 20);

        assertThat(counter.take(20, NOW)).isTrue();

        assertThat(counter.waitNanos(1, NOW)).isEqualTo(hours * HOUR);
        assertThat(counter.take(1, NOW + hours * HOUR - 1)).isFalse();
        assertThat(counter.take(20, NOW + hours * HOUR)).isTrue();
        assertThat(counter.take(1, NOW + hours * HOUR)).isFalse();
    }

    @DisplayName("A month ends on the first of the next one")
    @Test
    void aMonthEndsOnTheFirst() {
        WindowEnds ends = endsFrom(Instant.parse("2028-02-28T08:00:00Z"));
        CalendarMeter counter = new CalendarMeter(now -> ends.endNanos(Window.MONTH, PACIFIC, now), 1_000, NOW);

        counter.take(1_000, NOW);

        assertThat(counter.waitNanos(1, NOW)).isEqualTo(48 * HOUR);
    }

    @DisplayName("What was taken yesterday is not given back today")
    @Test
    void yesterdaysAmountsStayYesterdays() {
        CalendarMeter counter = day(Instant.parse("2026-11-21T08:00:00Z"), 100);
        counter.take(60, NOW);
        long tomorrow = NOW + 24 * HOUR;
        counter.take(50, tomorrow);

        assertThat(counter.correct(60, 0, NOW, tomorrow)).isZero();
        assertThat(counter.correct(60, 90, NOW, tomorrow)).isZero();

        assertThat(counter.used(tomorrow)).isEqualTo(50);
    }

    @DisplayName("A whole week of silence is one empty window")
    @Test
    void silenceEmptiesTheCounter() {
        CalendarMeter counter = day(Instant.parse("2026-11-21T20:00:00Z"), 100);
        counter.take(100, NOW);
        long later = NOW + 7 * 24 * HOUR;

        assertThat(counter.used(later)).isZero();
        assertThat(counter.fullNanos(later)).isZero();
        assertThat(counter.take(100, later)).isTrue();
        assertThat(counter.fullNanos(later)).isEqualTo(12 * HOUR);
    }

    @DisplayName("A provider that tells when its window ends knows better than the calendar")
    @Test
    void aToldResetEndsTheWindow() {
        CalendarMeter counter = day(Instant.parse("2026-11-21T08:00:00Z"), 100);

        counter.learn(new Meter.Told(100, 10 * MINUTE), false, NOW);

        assertThat(counter.waitNanos(1, NOW)).isEqualTo(10 * MINUTE);
        assertThat(counter.take(1, NOW + 10 * MINUTE)).isTrue();
        assertThat(counter.fullNanos(NOW + 10 * MINUTE)).isEqualTo(24 * HOUR - 10 * MINUTE);
    }

    @DisplayName("Absurd numbers do not turn around")
    @Test
    void absurdNumbersAreBounded() {
        CalendarMeter counter = day(Instant.parse("2026-11-21T08:00:00Z"), Long.MAX_VALUE);
        counter.take(Long.MAX_VALUE, NOW);

        assertThat(counter.take(Long.MAX_VALUE, NOW)).isFalse();
        counter.correct(0, Long.MAX_VALUE, NOW, NOW);
        counter.limit(5, NOW);

        assertThat(counter.waitNanos(1, NOW)).isEqualTo(24 * HOUR);
        assertThat(counter.waitNanos(6, NOW)).isEqualTo(Meter.NEVER);
    }

    private static CalendarMeter day(Instant atNow, long limit) {
        WindowEnds ends = endsFrom(atNow);
        return new CalendarMeter(now -> ends.endNanos(Window.DAY, PACIFIC, now), limit, NOW);
    }
}

package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class CalendarWindowTest {
    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");
    /// 22:00:00 in Los Angeles, on the evening before its summer time ends.
    private static final Instant ZERO = Instant.parse("2026-11-01T05:00:00Z");

    private static CalendarWindow window(Dimension dimension, long limit) {
        return new CalendarWindow(dimension, limit, LOS_ANGELES, ZERO, 0);
    }

    private static long nanos(String duration) {
        return Duration.parse(duration).toNanos();
    }

    @Test
    void dayEndsAtMidnightOfItsZone() {
        var day = window(Dimension.REQUESTS_PER_DAY, 2);
        day.take(2, 0);

        assertThat(day.waitNanos(1, 0)).isEqualTo(nanos("PT2H"));
        assertThat(day.waitNanos(1, nanos("PT2H") - 1)).isEqualTo(1);
        assertThat(day.waitNanos(2, nanos("PT2H"))).isZero();
    }

    @Test
    void dayOnWhichSummerTimeEndsHasTwentyFiveHours() {
        var day = window(Dimension.REQUESTS_PER_DAY, 2);

        day.take(2, nanos("PT2H"));

        assertThat(day.waitNanos(1, nanos("PT2H"))).isEqualTo(nanos("PT25H"));
    }

    @Test
    void minuteBeginsAtSecondZeroHoweverLateItWasTakenFrom() {
        var minute = window(Dimension.TOKENS_PER_MINUTE, 100);
        minute.take(60, nanos("PT59S"));

        assertThat(minute.waitNanos(50, nanos("PT59S"))).isEqualTo(nanos("PT1S"));
        assertThat(minute.waitNanos(40, nanos("PT59S"))).isZero();
        assertThat(minute.used(nanos("PT1M"))).isZero();
    }

    @Test
    void whatIsGivenBackAfterTheWindowIsLost() {
        var minute = window(Dimension.TOKENS_PER_MINUTE, 100);
        minute.take(60, 0);
        minute.take(30, nanos("PT1M"));

        minute.giveBack(20, nanos("PT61S"));
        assertThat(minute.used(nanos("PT61S"))).isEqualTo(10);
        minute.giveBack(20, nanos("PT2M"));
        assertThat(minute.used(nanos("PT2M"))).isZero();
    }

    @Test
    void resetIsTheEndOfTheWindow() {
        var minute = window(Dimension.TOKENS_PER_MINUTE, 100);
        minute.take(1, nanos("PT20S"));

        assertThat(minute.quota(nanos("PT20S")))
                .isEqualTo(new Quota(Dimension.TOKENS_PER_MINUTE, 100, 99, nanos("PT40S")));
    }
}

package dev.sidestep.simulator;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// A counter that starts anew with each minute or day of a zone's calendar, as Gemini and OpenRouter have it. Not
/// thread-safe: its owner guards it.
final class CalendarWindow implements Meter {
    private final Dimension dimension;
    private final long limit;
    private final ZoneId zone;
    private final Instant zero;
    private long startNanos;
    private long endNanos;
    private long used;

    /// @param zero the instant of moment 0
    CalendarWindow(Dimension dimension, long limit, ZoneId zone, Instant zero, long nowNanos) {
        this.dimension = dimension;
        this.limit = limit;
        this.zone = zone;
        this.zero = zero;
        open(nowNanos);
    }

    @Override
    public Dimension dimension() {
        return dimension;
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public long waitNanos(long amount, long nowNanos) {
        if (isOver(nowNanos)) {
            return 0;
        }
        // A moment before this window: somebody asks after the window was opened for a later moment.
        return Math.max(0, (used + amount <= limit ? startNanos : endNanos) - nowNanos);
    }

    @Override
    public void take(long amount, long nowNanos) {
        if (isOver(nowNanos)) {
            open(nowNanos);
        }
        used += amount;
    }

    /// What was reserved in a window that is over comes back to nobody.
    @Override
    public void giveBack(long amount, long nowNanos) {
        if (!isOver(nowNanos)) {
            used = Math.max(0, used - amount);
        }
    }

    @Override
    public long used(long nowNanos) {
        return isOver(nowNanos) ? 0 : used;
    }

    @Override
    public long untilFullNanos(long nowNanos) {
        return used(nowNanos) == 0 ? 0 : endNanos - nowNanos;
    }

    private boolean isOver(long nowNanos) {
        return nowNanos - endNanos >= 0;
    }

    private void open(long nowNanos) {
        var now = zero.plusNanos(nowNanos).atZone(zone);
        boolean isMinute = dimension.window().equals("minute");
        var start = isMinute
                ? now.truncatedTo(ChronoUnit.MINUTES)
                : now.toLocalDate().atStartOfDay(zone);
        var end =
                isMinute ? start.plusMinutes(1) : now.toLocalDate().plusDays(1).atStartOfDay(zone);
        startNanos = momentOf(start.toInstant());
        endNanos = momentOf(end.toInstant());
        used = 0;
    }

    private long momentOf(Instant instant) {
        return zero.until(instant, ChronoUnit.NANOS);
    }
}

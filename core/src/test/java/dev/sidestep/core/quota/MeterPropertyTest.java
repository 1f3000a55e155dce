package dev.sidestep.core.quota;

import static dev.sidestep.core.quota.QuotaWorld.DAY;
import static dev.sidestep.core.quota.QuotaWorld.HOUR;
import static dev.sidestep.core.quota.QuotaWorld.MINUTE;
import static dev.sidestep.core.quota.QuotaWorld.NOW;
import static dev.sidestep.core.quota.QuotaWorld.SECOND;
import static dev.sidestep.core.quota.QuotaWorld.endsFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidestep.core.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Each meter against a model that remembers every single amount. A failure names its seed;
/// `-Dsidestep.seed=N` plays that one alone.
class MeterPropertyTest {
    private static final int HISTORIES = 500;
    private static final int STEPS = 150;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @DisplayName("A bucket counts as one does that is refilled drop by drop")
    @Test
    void aBucketCountsAsTheModelDoes() {
        Seeds.of(HISTORIES).forEach(seed -> new BucketHistory(seed).play());
    }

    @DisplayName("A calendar counter counts what was taken since the window began")
    @Test
    void aCalendarCounterCountsAsTheModelDoes() {
        Seeds.of(HISTORIES).forEach(seed -> new CalendarHistory(seed).play());
    }

    @DisplayName("A sliding window never holds more than its limit in any span of its length, and wastes no more than a"
            + " slot")
    @Test
    void aSlidingWindowKeepsItsLimit() {
        Seeds.of(HISTORIES).forEach(seed -> new SlidingHistory(seed).play());
    }

    /// An amount that was taken.
    private record Taken(long amount, long atNanos) {}

    /// Steps at random: time passes, amounts are taken and corrected.
    private abstract static class History {
        final SplittableRandom random;
        final String name;
        final List<Taken> taken = new ArrayList<>();
        final long windowNanos;
        long limit;
        long nowNanos = NOW;

        History(long seed) {
            random = new SplittableRandom(seed);
            name = "seed " + seed;
            windowNanos = List.of(SECOND, MINUTE, HOUR, DAY).get(random.nextInt(4));
            limit = List.of(1L, 7L, 60L, 6_000L, 14_400L, 1_000_000L).get(random.nextInt(6));
        }

        final void play() {
            for (int step = 0; step < STEPS; step++) {
                nowNanos += random.nextInt(4) == 0
                        ? random.nextLong(windowNanos * 2)
                        : random.nextLong(Math.max(2, windowNanos / 100));
                switch (random.nextInt(8)) {
                    case 0 -> correct();
                    case 1 -> rare();
                    default -> take();
                }
                compare();
            }
        }

        final void take() {
            long amount = random.nextInt(10) == 0 ? random.nextLong(limit * 2) : random.nextLong(limit / 5 + 2);
            long wait = meter().waitNanos(amount, nowNanos);
            compareWait(amount, wait);
            if (meter().take(amount, nowNanos)) {
                assertThat(wait).as(name).isZero();
                modelTakes(amount);
                taken.add(new Taken(amount, nowNanos));
            } else {
                assertThat(wait).as(name).isPositive();
                waitFor(amount, wait);
            }
        }

        /// What does not fit now fits when it was promised to.
        private void waitFor(long amount, long wait) {
            if (wait == Meter.NEVER) {
                assertThat(amount).as(name).isGreaterThan(limit);
            } else if (random.nextBoolean()) {
                nowNanos += wait;
                assertThat(meter().waitNanos(amount, nowNanos)).as(name).isZero();
            }
        }

        private void correct() {
            if (taken.isEmpty()) {
                return;
            }
            int index = random.nextInt(taken.size());
            Taken before = taken.get(index);
            long real = mayGrow() && random.nextInt(4) == 0
                    ? before.amount() + random.nextLong(limit / 5 + 2)
                    : random.nextLong(before.amount() + 1);
            meter().correct(before.amount(), real, before.atNanos(), nowNanos);
            modelCorrects(before, real);
            taken.set(index, new Taken(real, before.atNanos()));
        }

        boolean mayGrow() {
            return true;
        }

        abstract Meter meter();

        abstract void modelTakes(long amount);

        abstract void modelCorrects(Taken before, long real);

        abstract void compareWait(long amount, long wait);

        abstract void compare();

        abstract void rare();
    }

    private static final class BucketHistory extends History {
        private final Bucket bucket;
        private double level;
        private long levelAtNanos = NOW;
        private long fullSinceNanos = NOW;

        BucketHistory(long seed) {
            super(seed);
            bucket = new Bucket(windowNanos, limit, nowNanos);
        }

        private double perNano() {
            return (double) limit / windowNanos;
        }

        private void drip() {
            double back = (nowNanos - levelAtNanos) * perNano();
            if (back >= level) {
                fullSinceNanos = nowNanos;
            }
            level = Math.max(0, level - back);
            levelAtNanos = nowNanos;
        }

        @Override
        Meter meter() {
            return bucket;
        }

        @Override
        void modelTakes(long amount) {
            drip();
            level += amount;
        }

        @Override
        void modelCorrects(Taken before, long real) {
            drip();
            if (real > before.amount() || before.atNanos() - fullSinceNanos >= 0) {
                level = Math.clamp(level + real - before.amount(), 0, 2.0 * limit);
            }
        }

        @Override
        void compareWait(long amount, long wait) {
            drip();
            if (amount <= limit) {
                double expected = amount == 0 ? 0 : Math.max(0, (level + amount - limit) / perNano());
                assertThat((double) wait).as(name).isCloseTo(expected, within(tolerance() / perNano()));
            }
        }

        /// A hundredth of a unit, or the few nanoseconds that a few hundred amounts are rounded by.
        private double tolerance() {
            return Math.max(0.01, 1_000 * perNano());
        }

        @Override
        void compare() {
            drip();
            assertThat((double) bucket.used(nowNanos)).as(name).isCloseTo(Math.ceil(level), within(1 + tolerance()));
        }

        @Override
        void rare() {
            drip();
            if (random.nextBoolean()) {
                limit = Math.max(1, limit / 2 + random.nextLong(limit + 1));
                bucket.limit(limit, nowNanos);
                level = Math.min(level, 2.0 * limit);
            } else {
                long told = random.nextLong(limit + 1);
                boolean replaces = random.nextBoolean();
                bucket.learn(new Meter.Told(told, QuotaReport.UNTOLD), replaces, nowNanos);
                level = replaces ? told : Math.max(level, told);
            }
        }
    }

    private static final class CalendarHistory extends History {
        private final CalendarMeter counter;
        private final Window window;
        private long beganAtNanos = NOW;
        private long endNanos;

        CalendarHistory(long seed) {
            super(seed);
            window = windowNanos == DAY ? Window.DAY : windowNanos == HOUR ? Window.HOUR : Window.MINUTE;
            // Two days before the clocks go back.
            WindowEnds ends = endsFrom(Instant.parse("2026-10-23T12:34:56Z"));
            counter = new CalendarMeter(now -> ends.endNanos(window, BERLIN, now), limit, nowNanos);
            endNanos = ends.endNanos(window, BERLIN, nowNanos);
            this.ends = ends;
        }

        private final WindowEnds ends;

        private long sum() {
            while (nowNanos - endNanos >= 0) {
                beganAtNanos = endNanos;
                endNanos = ends.endNanos(window, BERLIN, endNanos);
            }
            return taken.stream()
                    .filter(each -> each.atNanos() - beganAtNanos >= 0)
                    .mapToLong(Taken::amount)
                    .sum();
        }

        @Override
        Meter meter() {
            return counter;
        }

        @Override
        void modelTakes(long amount) {}

        @Override
        void modelCorrects(Taken before, long real) {}

        @Override
        void compareWait(long amount, long wait) {
            if (amount <= limit) {
                boolean fits = amount == 0 || sum() + amount <= limit;
                assertThat(wait).as(name).isEqualTo(fits ? 0 : endNanos - nowNanos);
            }
        }

        @Override
        void compare() {
            assertThat(counter.used(nowNanos)).as(name).isEqualTo(sum());
        }

        @Override
        void rare() {
            limit = Math.max(1, limit / 2 + random.nextLong(limit + 1));
            counter.limit(limit, nowNanos);
        }
    }

    private static final class SlidingHistory extends History {
        private static final int SLOTS = 60;
        private final SlidingMeter sliding;

        SlidingHistory(long seed) {
            super(seed);
            sliding = new SlidingMeter(windowNanos, limit, nowNanos);
        }

        private long sumWithin(long spanNanos) {
            return taken.stream()
                    .filter(each -> nowNanos - each.atNanos() < spanNanos)
                    .mapToLong(Taken::amount)
                    .sum();
        }

        @Override
        Meter meter() {
            return sliding;
        }

        @Override
        boolean mayGrow() {
            return false;
        }

        @Override
        void modelTakes(long amount) {
            assertThat(sumWithin(windowNanos) + amount).as(name).isLessThanOrEqualTo(limit);
        }

        @Override
        void modelCorrects(Taken before, long real) {}

        @Override
        void compareWait(long amount, long wait) {
            if (amount > 0 && amount <= limit && wait > 0) {
                long slotNanos = windowNanos / SLOTS + 1;
                assertThat(sumWithin(windowNanos + slotNanos) + amount).as(name).isGreaterThan(limit);
                assertThat(wait).as(name).isLessThanOrEqualTo(windowNanos + slotNanos);
            }
        }

        @Override
        void compare() {
            long slotNanos = windowNanos / SLOTS + 1;
            assertThat(sliding.used(nowNanos))
                    .as(name)
                    .isBetween(sumWithin(windowNanos), sumWithin(windowNanos + slotNanos));
        }

        /// A provider's count that is larger than ours holds as long as a window.
        @Override
        void rare() {
            long told = random.nextLong(limit + 1);
            long before = sliding.used(nowNanos);
            if (sliding.learn(new Meter.Told(told, QuotaReport.UNTOLD), false, nowNanos)) {
                taken.add(new Taken(told - before, nowNanos));
            }
        }
    }
}

package dev.sidestep.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/// The ids of calls: `call-` and twenty characters of Crockford's base32, so that the order of ids is the
/// order in which they were given out, even when the clock goes backwards. Thread-safe, without locks.
final class CallIds {
    private static final String PREFIX = "call-";
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS_PER_DIGIT = 5;
    private static final int DIGIT_MASK = (1 << BITS_PER_DIGIT) - 1;
    /// Digits of the time, and as many of chance.
    private static final int HALF = 10;

    private static final long MOST_MILLIS = (1L << 48) - 1;
    private static final long CHANCES = 1L << 50;
    /// Between two ids of a millisecond: nobody guesses the next from one.
    private static final long MOST_STEP = 1L << 24;
    /// An id from further ahead is garbage, or of a clock that nobody should follow.
    private static final Duration MOST_AHEAD = Duration.ofDays(1);

    private final AtomicReference<Id> last = new AtomicReference<>(new Id(0, 0));

    /// @param millis since 1970, 48 bits
    /// @param chance 50 bits
    private record Id(long millis, long chance) {
        private boolean isAfter(Id other) {
            return millis > other.millis || millis == other.millis && chance > other.chance;
        }

        private Id later(long step) {
            long next = chance + 1 + step;
            return next < CHANCES ? new Id(millis, next) : new Id(millis + 1, step);
        }

        private String text() {
            char[] text = new char[PREFIX.length() + 2 * HALF];
            PREFIX.getChars(0, PREFIX.length(), text, 0);
            write(millis, text, PREFIX.length());
            write(chance, text, PREFIX.length() + HALF);
            return new String(text);
        }

        private static void write(long value, char[] text, int from) {
            long left = value;
            for (int at = from + HALF - 1; at >= from; at--) {
                text[at] = DIGITS.charAt((int) left & DIGIT_MASK);
                left >>>= BITS_PER_DIGIT;
            }
        }
    }

    /// The next id: greater than every one before it.
    String next(Instant now, RandomGenerator random) {
        Id fresh = new Id(millis(now), random.nextLong(CHANCES));
        long step = random.nextLong(MOST_STEP);
        return last.updateAndGet(before -> fresh.millis > before.millis ? fresh : before.later(step))
                .text();
    }

    /// Gives out no id from now on that is not after this one, which another process gave out. What is no id, or is of
    /// more than a day ahead, is ignored.
    void notBefore(String id, Instant now) {
        read(id).filter(known -> known.millis <= millis(now.plus(MOST_AHEAD)))
                .ifPresent(known -> last.updateAndGet(before -> known.isAfter(before) ? known : before));
    }

    private static long millis(Instant now) {
        return Math.clamp(now.toEpochMilli(), 0, MOST_MILLIS);
    }

    private static Optional<Id> read(String id) {
        if (!id.startsWith(PREFIX) || id.length() != PREFIX.length() + 2 * HALF) {
            return Optional.empty();
        }
        long millis = number(id, PREFIX.length());
        long chance = number(id, PREFIX.length() + HALF);
        return millis < 0 || millis > MOST_MILLIS || chance < 0
                ? Optional.empty()
                : Optional.of(new Id(millis, chance));
    }

    /// What ten digits say; -1 where they are none.
    private static long number(String text, int from) {
        long value = 0;
        for (int at = from; at < from + HALF; at++) {
            int digit = DIGITS.indexOf(text.charAt(at));
            if (digit < 0) {
                return -1;
            }
            value = value << BITS_PER_DIGIT | digit;
        }
        return value;
    }
}

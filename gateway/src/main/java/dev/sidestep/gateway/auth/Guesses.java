package dev.sidestep.gateway.auth;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Wrong keys that were shown lately, by where they came from: after a few, a place has to pause before its
/// next key is looked at, right or wrong, and longer each time.
///
/// Places are counted apart, so nobody's guesses hold up a right key that comes from elsewhere: the first key
/// of a place that showed no wrong one is always looked at. While wrong keys come from everywhere at
/// once, that first look is all that a place gets before it pauses. Thread-safe; one lock guards it.
public final class Guesses {
    /// Wrong keys that nobody minds: typing errors, the key of yesterday.
    private static final int FREE = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /// Long enough to make guessing hopeless, and short enough for whoever shares an address with a guesser.
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);

    /// So many wrong keys a minute, from wherever, are no typing errors.
    private static final int STORM = 100;

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_DOUBLINGS = 6;
    private static final int MOST_PLACES = 10_000;

    private final Map<String, Place> places = new LatestMap<>(MOST_PLACES);

    private final LongSupplier nowNanos;
    private long minuteBeganNanos;
    private int wrongInMinute;

    private record Place(int wrong, long atNanos, long pausedUntilNanos) {}

    /// None yet.
    ///
    /// @param nowNanos a monotonic clock
    public Guesses(LongSupplier nowNanos) {
        this.nowNanos = nowNanos;
        this.minuteBeganNanos = nowNanos.getAsLong();
    }

    /// How long a place still has to pause; empty where its next key is looked at.
    synchronized Optional<Duration> pause(String place) {
        Place known = places.get(place);
        long left = known == null ? 0 : known.pausedUntilNanos - nowNanos.getAsLong();
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    /// A place showed a wrong key.
    synchronized void wrong(String place) {
        long now = nowNanos.getAsLong();
        boolean isStorm = isStorm(now);
        int wrong = 1 + wrongBefore(places.get(place), now);
        places.put(place, new Place(wrong, now, now + pauseAfter(wrong, isStorm).toNanos()));
    }

    private static int wrongBefore(@Nullable Place known, long now) {
        return known != null && now - known.atNanos <= FORGOTTEN_AFTER.toNanos() ? known.wrong : 0;
    }

    private boolean isStorm(long now) {
        if (now - minuteBeganNanos > MINUTE_NANOS) {
            minuteBeganNanos = now;
            wrongInMinute = 0;
        }
        wrongInMinute++;
        return wrongInMinute > STORM;
    }

    private static Duration pauseAfter(int wrong, boolean isStorm) {
        if (isStorm) {
            return LONGEST_PAUSE;
        }
        if (wrong < FREE) {
            return Duration.ZERO;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(wrong - FREE, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}

package dev.sidestep.simulator;

import java.time.Duration;

/// How much of its limits a provider tells.
public enum Telling {
    /// Limits and what is left in the headers of every answer; limit, use and the true wait in a refusal. The default.
    NUMBERS,
    /// The true wait in a refusal, and nothing else.
    WAIT,
    /// In a refusal the limit that was hit and its number, and a wait of at most a minute even where the limit is that
    /// of a day: what Gemini does.
    SHORT_WAIT,
    /// Nothing but the 429.
    NOTHING;

    private static final long LONGEST_SHORT_WAIT_NANOS = Duration.ofMinutes(1).toNanos();

    /// The wait that a refusal names, in nanoseconds; 0 where it names none.
    public long toldNanos(long waitNanos) {
        return switch (this) {
            case NUMBERS, WAIT -> waitNanos;
            case SHORT_WAIT -> Math.min(waitNanos, LONGEST_SHORT_WAIT_NANOS);
            case NOTHING -> 0;
        };
    }

    /// Whether the headers of every answer tell what is left.
    public boolean hasHeaders() {
        return this == NUMBERS;
    }

    /// Whether a refusal says which limit was hit, and its number.
    public boolean namesLimit() {
        return this == NUMBERS || this == SHORT_WAIT;
    }
}

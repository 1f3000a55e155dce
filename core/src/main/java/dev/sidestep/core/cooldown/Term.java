package dev.sidestep.core.cooldown;

/// How long a cooldown lasts, and how much longer where it turns out to have been too short. Immutable.
///
/// @param firstNanos what is believed at first: the provider's word, or a default
/// @param repeatedNanos what is believed once the first was wrong, such as the end of a calendar day; 0 for nothing
/// @param baseNanos the least of a repetition, doubled with each further one
/// @param mostNanos never longer
public record Term(long firstNanos, long repeatedNanos, long baseNanos, long mostNanos) {
    /// More doublings than any base needs to reach any most.
    private static final int MOST_DOUBLINGS = 30;

    /// A term that never grows.
    static Term fixed(long nanos) {
        return new Term(nanos, 0, 0, nanos);
    }

    /// The span at a level: 0 at first, one more each time it was too short.
    long nanos(int level) {
        if (level == 0) {
            return Math.min(mostNanos, firstNanos);
        }
        int doublings = Math.min(level, MOST_DOUBLINGS);
        long doubled = baseNanos > mostNanos >> doublings ? mostNanos : baseNanos << doublings;
        return Math.min(mostNanos, Math.max(Math.max(firstNanos, repeatedNanos), doubled));
    }
}

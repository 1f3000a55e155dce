package dev.sidestep.simulator;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/// The limits of one model for one organisation; a dimension that is absent is unlimited. Immutable.
public record Limits(Map<Dimension, Long> byDimension) {
    private static final Limits NONE = new Limits(Map.of());

    public Limits {
        byDimension.forEach((dimension, limit) -> {
            if (limit < 1) {
                throw new IllegalArgumentException(dimension.abbreviation() + " limit must be positive: " + limit);
            }
        });
        byDimension = Map.copyOf(byDimension);
    }

    /// No limit at all.
    public static Limits none() {
        return NONE;
    }

    /// The four limits at once, in the order in which providers' tables give them.
    public static Limits of(long rpm, long rpd, long tpm, long tpd) {
        return none().with(Dimension.REQUESTS_PER_MINUTE, rpm)
                .with(Dimension.REQUESTS_PER_DAY, rpd)
                .with(Dimension.TOKENS_PER_MINUTE, tpm)
                .with(Dimension.TOKENS_PER_DAY, tpd);
    }

    /// These limits with one of them set.
    public Limits with(Dimension dimension, long limit) {
        var changed = new EnumMap<Dimension, Long>(Dimension.class);
        changed.putAll(byDimension);
        changed.put(dimension, limit);
        return new Limits(changed);
    }

    /// Whether there is no limit.
    public boolean isNone() {
        return byDimension.isEmpty();
    }

    /// The limit of a dimension; empty where there is none.
    public OptionalLong limit(Dimension dimension) {
        var limit = byDimension.get(dimension);
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }
}

package dev.sidestep.core;

import java.math.BigDecimal;

/// What a model costs, in US dollars per million tokens.
///
/// @param inputUsdPerMillion price of a million prompt tokens, not negative
/// @param outputUsdPerMillion price of a million completion tokens, not negative
public record Price(BigDecimal inputUsdPerMillion, BigDecimal outputUsdPerMillion) {
    public Price {
        if (inputUsdPerMillion.signum() < 0 || outputUsdPerMillion.signum() < 0) {
            throw new IllegalArgumentException(
                    "price must not be negative: " + inputUsdPerMillion + " in, " + outputUsdPerMillion + " out");
        }
    }
}

package dev.sidestep.core;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// What a model costs, in US dollars per million tokens.
///
/// No provider's price of cached input is known to the catalogue: it counts as any other input, which is never too
/// little.
///
/// @param inputUsdPerMillion price of a million prompt tokens, not negative
/// @param outputUsdPerMillion price of a million completion tokens, not negative
public record Price(BigDecimal inputUsdPerMillion, BigDecimal outputUsdPerMillion) {
    /// A dollar per million tokens is a thousand billionths per token.
    private static final int NANO_PER_TOKEN_DIGITS = 3;

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    public Price {
        if (inputUsdPerMillion.signum() < 0 || outputUsdPerMillion.signum() < 0) {
            throw new IllegalArgumentException(
                    "price must not be negative: " + inputUsdPerMillion + " in, " + outputUsdPerMillion + " out");
        }
    }

    /// What so many tokens cost, in billionths of a US dollar: exact, with the sum rounded half up; `Long.MAX_VALUE`
    /// where it does not fit.
    public long nanoUsd(long inputTokens, long outputTokens) {
        BigDecimal input = inputUsdPerMillion.multiply(BigDecimal.valueOf(inputTokens));
        BigDecimal output = outputUsdPerMillion.multiply(BigDecimal.valueOf(outputTokens));
        return nanoUsd(input.add(output));
    }

    /// The price of one prompt token in billionths of a US dollar, rounded half up.
    public long inputNanoUsd() {
        return nanoUsd(inputUsdPerMillion);
    }

    /// The price of one completion token in billionths of a US dollar, rounded half up.
    public long outputNanoUsd() {
        return nanoUsd(outputUsdPerMillion);
    }

    private static long nanoUsd(BigDecimal millionthsUsd) {
        BigDecimal nano = millionthsUsd.scaleByPowerOfTen(NANO_PER_TOKEN_DIGITS).setScale(0, RoundingMode.HALF_UP);
        return nano.min(MOST).longValue();
    }
}

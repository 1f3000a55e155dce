package dev.sidestep.gateway.admin;

import java.math.BigDecimal;

/// Amounts of the ledger as people read them, exact.
final class Dollars {
    private static final int NANO_DIGITS = 9;
    /// A billionth of a dollar for one token is a thousandth of a dollar for a million.
    private static final int PRICE_DIGITS = 3;

    private Dollars() {}

    /// US dollars.
    static BigDecimal of(long nanoUsd) {
        return BigDecimal.valueOf(nanoUsd, NANO_DIGITS).stripTrailingZeros();
    }

    /// US dollars per million tokens.
    ///
    /// @param nanoUsd of one token, as in [Cost.UnitPrice]
    static BigDecimal perMillion(long nanoUsd) {
        return BigDecimal.valueOf(nanoUsd, PRICE_DIGITS).stripTrailingZeros();
    }
}

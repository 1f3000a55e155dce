package dev.sidestep.store.ledger;

import org.jspecify.annotations.Nullable;

/// What an attempt cost, at the prices that held when it was made. Amounts are in billionths of a US dollar. Immutable.
///
/// @param knownPrice the prices, or null where the catalogue knows none: then no amount is known either
/// @param nanoUsd what its tokens cost; of [TokenState#OPEN] and [TokenState#UNKNOWN] ones the most that they may
public record Cost(@Nullable UnitPrice knownPrice, long nanoUsd) {
    /// What is not priced, which is not the same as free.
    public static final Cost UNPRICED = new Cost(null, 0);

    /// True where these tokens cost something, and nobody knows what.
    public boolean isUnknownOf(Tokens tokens) {
        return knownPrice == null && tokens.input() + tokens.output() > 0;
    }

    /// Prices of one token, in billionths of a US dollar: a model at 0.15 USD per million tokens has 150.
    public record UnitPrice(long inputNanoUsd, long outputNanoUsd) {}
}

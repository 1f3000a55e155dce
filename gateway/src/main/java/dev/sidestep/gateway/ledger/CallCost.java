package dev.sidestep.gateway.ledger;

import dev.sidestep.call.Expense;
import dev.sidestep.store.ledger.TokenState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a call cost over all its attempts, as its client is told.
public final class CallCost {
    /// The header or the trailer that tells it.
    public static final String HEADER = "x-sidestep-cost";

    private static final String ESTIMATED = "; estimated";
    private static final int NANO_DIGITS = 9;
    private static final double NANOS_PER_DOLLAR = 1e9;

    private CallCost() {}

    /// What an attempt cost, in US dollars; empty where that has no price, or nobody knows what it took.
    public static OptionalDouble dollars(Expense expense) {
        Reckoning reckoning = Reckoning.of(expense);
        return reckoning.isUnpriced() || !reckoning.state().isKnown()
                ? OptionalDouble.empty()
                : OptionalDouble.of(reckoning.nanoUsd() / NANOS_PER_DOLLAR);
    }

    /// US dollars as a plain decimal, marked where a part of them is not settled; empty where something has no price.
    /// What attempts took of which nobody knows is not in the sum: the mark alone tells of them.
    public static Optional<String> inWords(List<Expense> expenses) {
        long nanoUsd = 0;
        boolean isSettled = true;
        for (Expense expense : expenses) {
            Reckoning reckoning = Reckoning.of(expense);
            if (reckoning.isUnpriced()) {
                return Optional.empty();
            }
            isSettled &= reckoning.state() == TokenState.SETTLED;
            nanoUsd += reckoning.state().isKnown() ? reckoning.nanoUsd() : 0;
        }
        String dollars =
                BigDecimal.valueOf(nanoUsd, NANO_DIGITS).stripTrailingZeros().toPlainString();
        return Optional.of(isSettled ? dollars : dollars + ESTIMATED);
    }
}

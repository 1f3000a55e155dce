package dev.sidestep.gateway.ledger;

import dev.sidestep.call.Expense;
import dev.sidestep.core.Model;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.quota.Expected;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.store.ledger.Cost;
import dev.sidestep.store.ledger.TokenState;
import dev.sidestep.store.ledger.Tokens;

/// What an attempt took and cost, and how well that is known. Immutable.
record Reckoning(TokenState state, Tokens tokens, Cost cost) {
    /// Of an attempt that is under way.
    static Reckoning open(Model model, Expected expected) {
        return priced(TokenState.OPEN, model, tokens(expected.most()));
    }

    /// Of one that is over.
    static Reckoning of(Expense expense) {
        Model model = expense.attempt().target().model();
        if (!expense.isSent()) {
            return priced(TokenState.SETTLED, model, Tokens.NONE);
        }
        return expense.usage()
                .map(usage -> priced(TokenState.SETTLED, model, tokens(usage)))
                .orElseGet(() -> untold(expense, model));
    }

    private static Reckoning untold(Expense expense, Model model) {
        if (expense.hasContent()) {
            return priced(TokenState.ESTIMATED, model, tokens(expense.expected().likely()));
        }
        return isRefusal(expense.attempt().outcome())
                ? priced(TokenState.SETTLED, model, Tokens.NONE)
                : priced(TokenState.UNKNOWN, model, tokens(expense.expected().most()));
    }

    /// True where the provider said no, and so did no work that it could ask money for. Of what failed on its side, or
    /// was lost on the way, nobody knows.
    private static boolean isRefusal(Outcome outcome) {
        return switch (outcome) {
            case Outcome.RateLimited _, Outcome.TooLarge _, Outcome.OutOfFunds _, Outcome.ModelUnavailable _ -> true;
            case Outcome.Rejected _, Outcome.Repairable _, Outcome.Unauthorized _ -> true;
            case Outcome.Overloaded _, Outcome.Faulted _, Outcome.TimedOut _, Outcome.Unreachable _ -> false;
            case Outcome.Succeeded _, Outcome.Cancelled _ -> false;
        };
    }

    private static Reckoning priced(TokenState state, Model model, Tokens tokens) {
        Cost cost = model.price()
                .map(price -> new Cost(
                        new Cost.UnitPrice(price.inputNanoUsd(), price.outputNanoUsd()),
                        price.nanoUsd(tokens.input(), tokens.output())))
                .orElse(Cost.UNPRICED);
        return new Reckoning(state, tokens, cost);
    }

    private static Tokens tokens(Demand demand) {
        return new Tokens(demand.inputTokens(), demand.outputTokens(), 0, 0, 0);
    }

    private static Tokens tokens(Usage usage) {
        return new Tokens(
                usage.inputTokens(),
                usage.outputTokens(),
                usage.cachedTokens(),
                usage.cacheWrittenTokens(),
                usage.reasoningTokens());
    }

    /// True where it is known how much it cost, or about how much.
    boolean isKnown() {
        return state.isKnown();
    }

    /// True where it took tokens, or may have, that have no price.
    boolean isUnpriced() {
        return cost.isUnknownOf(tokens);
    }
}

package dev.sidestep.gateway.ledger;

import dev.sidestep.call.Expense;
import dev.sidestep.core.Model;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Price;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.quota.Expected;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.store.ledger.Cost;
import dev.sidestep.store.ledger.TokenState;
import dev.sidestep.store.ledger.Tokens;

/// What an attempt took, and how well that is known. What it cost is reckoned when somebody asks. Immutable.
///
/// @param model that was asked, at whose prices it counts
public record Reckoning(TokenState state, Tokens tokens, Model model) {
    /// Of an attempt that is under way.
    static Reckoning open(Model model, Expected expected) {
        return new Reckoning(TokenState.OPEN, tokens(expected.most()), model);
    }

    /// Of one that is over.
    public static Reckoning of(Expense expense) {
        Model model = expense.attempt().target().model();
        if (!expense.isSent()) {
            return new Reckoning(TokenState.SETTLED, Tokens.NONE, model);
        }
        return expense.usage()
                .map(usage -> new Reckoning(TokenState.SETTLED, tokens(usage), model))
                .orElseGet(() -> untold(expense, model));
    }

    private static Reckoning untold(Expense expense, Model model) {
        if (expense.hasContent()) {
            return new Reckoning(TokenState.ESTIMATED, tokens(expense.expected().likely()), model);
        }
        return isRefusal(expense.attempt().outcome())
                ? new Reckoning(TokenState.SETTLED, Tokens.NONE, model)
                : new Reckoning(TokenState.UNKNOWN, tokens(expense.expected().most()), model);
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

    /// What it cost, with the prices of a single token.
    Cost cost() {
        return model.price()
                .map(price -> new Cost(new Cost.UnitPrice(price.inputNanoUsd(), price.outputNanoUsd()), nanoUsd(price)))
                .orElse(Cost.UNPRICED);
    }

    /// What it cost, in billionths of a US dollar; 0 where that has no price.
    public long nanoUsd() {
        return model.price().map(this::nanoUsd).orElse(0L);
    }

    private long nanoUsd(Price price) {
        return price.nanoUsd(tokens.input(), tokens.output());
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

    /// True where it took tokens, or may have, that have no price.
    public boolean isUnpriced() {
        return model.price().isEmpty() && Cost.UNPRICED.isUnknownOf(tokens);
    }
}

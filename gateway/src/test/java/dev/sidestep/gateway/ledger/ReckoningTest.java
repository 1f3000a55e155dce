package dev.sidestep.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.call.Expense;
import dev.sidestep.core.Account;
import dev.sidestep.core.Counting;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Price;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.quota.Expected;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.store.ledger.Cost;
import dev.sidestep.store.ledger.TokenState;
import dev.sidestep.store.ledger.Tokens;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReckoningTest {
    private static final Outcome SUCCEEDED = new Outcome.Succeeded();
    private static final Expected EXPECTED = new Expected(new Demand(10, 20), new Demand(10, 500));
    private static final Tokens LIKELY = new Tokens(10, 20, 0, 0, 0);
    private static final Tokens MOST = new Tokens(10, 500, 0, 0, 0);
    private static final Usage USAGE = new Usage(7, 8, 3, 1, 2);

    private static Target target(@Nullable Price price) {
        Model unknown = Model.unknown("m");
        Model model = new Model("m", unknown.features(), 0, 0, price, unknown.lifecycle());
        Provider provider = new Provider("openai", "openai", "OpenAI", List.of(), Counting.UNKNOWN);
        return new Target(Account.of("account", provider, List.of(model)), model, 0);
    }

    private static Expense expense(Outcome outcome, boolean isSent, @Nullable Usage usage, long firstContentNanos) {
        Target target = target(new Price(BigDecimal.ONE, BigDecimal.TEN));
        Attempt attempt = new Attempt(1, target, outcome, "", 0, 1, 0);
        return new Expense(attempt, isSent, EXPECTED, usage, firstContentNanos);
    }

    private record Known(Expense expense, TokenState state, Tokens tokens) {}

    static List<Known> allThatCanHappen() {
        Outcome limited = new Outcome.RateLimited(LimitScope.MODEL, Window.MINUTE, 0);
        Outcome cancelled = new Outcome.Cancelled();
        return List.of(
                new Known(expense(SUCCEEDED, true, USAGE, 5), TokenState.SETTLED, new Tokens(7, 8, 3, 1, 2)),
                new Known(expense(SUCCEEDED, true, null, 5), TokenState.ESTIMATED, LIKELY),
                new Known(expense(cancelled, true, null, 5), TokenState.ESTIMATED, LIKELY),
                new Known(expense(cancelled, true, null, Expense.NEVER), TokenState.UNKNOWN, MOST),
                new Known(expense(cancelled, false, null, Expense.NEVER), TokenState.SETTLED, Tokens.NONE),
                new Known(expense(limited, true, null, Expense.NEVER), TokenState.SETTLED, Tokens.NONE),
                new Known(
                        expense(new Outcome.Rejected(false), true, null, Expense.NEVER),
                        TokenState.SETTLED,
                        Tokens.NONE),
                new Known(expense(new Outcome.Faulted("x"), true, null, Expense.NEVER), TokenState.UNKNOWN, MOST),
                new Known(expense(new Outcome.Overloaded(0), true, null, Expense.NEVER), TokenState.UNKNOWN, MOST),
                new Known(expense(new Outcome.TimedOut("answer"), true, null, -1), TokenState.UNKNOWN, MOST),
                new Known(expense(new Outcome.TimedOut("connect"), false, null, -1), TokenState.SETTLED, Tokens.NONE));
    }

    @ParameterizedTest
    @MethodSource("allThatCanHappen")
    void tokensAreKnownAsWellAsTheyCanBe(Known known) {
        Reckoning reckoning = Reckoning.of(known.expense());

        assertThat(reckoning.state()).isEqualTo(known.state());
        assertThat(reckoning.tokens()).isEqualTo(known.tokens());
        assertThat(reckoning.cost().nanoUsd())
                .isEqualTo(
                        1_000 * known.tokens().input() + 10_000 * known.tokens().output());
    }

    @Test
    void whatHasNoPriceHasNoCost() {
        Reckoning reckoning = Reckoning.open(target(null).model(), EXPECTED);

        assertThat(reckoning.cost()).isEqualTo(Cost.UNPRICED);
        assertThat(reckoning.isUnpriced()).isTrue();
        assertThat(reckoning.tokens()).isEqualTo(MOST);
    }
}

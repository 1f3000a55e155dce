package dev.sidestep.wire.limits;

import dev.sidestep.core.Outcome;
import dev.sidestep.wire.limits.bodies.Violation;
import java.util.List;
import java.util.function.Predicate;

/// What no column of words can say of a refusal.
enum Condition {
    NONE(_ -> true),
    /// The call alone is more than the limit.
    EXCEEDS_LIMIT(facts -> facts.usage().exceedsLimit()),
    /// The limit is nothing: the plan has no such model.
    ALLOWS_NOTHING(facts -> facts.usage().limit() == 0
            || facts.body().violations().stream().anyMatch(one -> one.value().equals("0"))
            || isEveryQuotaViolated(facts.body().violations())),
    /// A header says that the limit is nothing.
    HEADER_ALLOWS_NOTHING(facts -> QuotaHeaders.of(facts.provider()).stream()
            .anyMatch(row -> facts.headers()
                    .first(row.limit())
                    .filter(limit -> Counts.number(limit) == 0)
                    .isPresent())),
    /// Headers say that the budget of a plan is used up.
    PLAN_USED_UP(facts ->
            PlanHeaders.read(facts.provider(), facts.headers(), facts.now()).isPresent()),
    /// It says how long to wait.
    TELLS_WAIT(facts -> facts.toldMillis() != Outcome.UNSAID),
    /// A web page came in place of an answer.
    PAGE(Facts::isPage);

    private final Predicate<Facts> fact;

    Condition(Predicate<Facts> fact) {
        this.fact = fact;
    }

    boolean holds(Facts facts) {
        return fact.test(facts);
    }

    /// The quotas of the minute and of the day at once, and none with a value: Google leaves out a
    /// value that is 0.
    private static boolean isEveryQuotaViolated(List<Violation> violations) {
        return violations.stream().anyMatch(one -> one.id().contains("perminute"))
                && violations.stream().anyMatch(one -> one.id().contains("perday"))
                && violations.stream().allMatch(one -> one.value().isEmpty());
    }
}

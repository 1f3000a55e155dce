package dev.sidestep.gateway.trace;

import dev.sidestep.call.Expense;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.gateway.ledger.CallCost;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// The span of an attempt under way.
record AttemptSpan(int number, Span span) {
    void end(Expense expense, Instant at) {
        Outcome outcome = expense.attempt().outcome();
        span.setAttribute(Names.OUTCOME, outcome.id());
        if (!(outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Cancelled)) {
            span.setAttribute(Names.ERROR, outcome.id()).setStatus(StatusCode.ERROR);
        }
        if (expense.hasContent()) {
            span.setAttribute(Names.FIRST_CONTENT, TimeUnit.NANOSECONDS.toMillis(expense.firstContentNanos()));
        }
        expense.usage().ifPresent(this::tell);
        CallCost.dollars(expense).ifPresent(dollars -> span.setAttribute(Names.COST, dollars));
        span.end(at);
    }

    private void tell(Usage usage) {
        span.setAttribute(Names.INPUT_TOKENS, usage.inputTokens())
                .setAttribute(Names.OUTPUT_TOKENS, usage.outputTokens());
        if (usage.cachedTokens() > 0) {
            span.setAttribute(Names.CACHED_TOKENS, usage.cachedTokens());
        }
    }
}

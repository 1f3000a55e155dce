package dev.sidestep.gateway.trace;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallEvent.Began;
import dev.sidestep.call.CallEvent.Tally;
import dev.sidestep.call.CallKind;
import dev.sidestep.call.CallOutcome;
import dev.sidestep.call.Expense;
import dev.sidestep.call.Origin;
import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.gateway.ledger.CallCost;
import dev.sidestep.gateway.metrics.GenAi;
import dev.sidestep.store.ledger.Content;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The span of a call under way, with those of its attempts. Not thread-safe: of the call's event loop.
final class CallSpan {
    private static final int MOST_WANTED_CHARS = 200;

    private final Tracer tracer;
    private final Began began;
    private final Span span;
    private final String operation;
    private boolean isContentExpected;
    private @Nullable AttemptSpan attempt;
    private @Nullable Instant endedAt;
    private double dollars;
    private boolean isPriced = true;

    /// @param isContentExpected whether the span stays open until [#content], which comes after the call's end
    CallSpan(Tracer tracer, Began began, boolean isContentExpected) {
        this.tracer = tracer;
        this.began = began;
        this.isContentExpected = isContentExpected;
        this.operation = began.facts().kind() == CallKind.EMBEDDINGS ? "embeddings" : "chat";
        this.span = start();
    }

    private Span start() {
        String wanted = shortened(began.facts().wanted());
        Origin origin = began.facts().origin();
        Span started = tracer.spanBuilder(operation + " " + wanted)
                .setSpanKind(SpanKind.SERVER)
                .setParent(Parent.of(origin))
                .setStartTimestamp(began.at())
                .setAttribute(Names.CALL, began.call())
                .setAttribute(Names.OPERATION, operation)
                .setAttribute(Names.WANTED, wanted)
                .setAttribute(Names.STREAMING, began.facts().streaming())
                .startSpan();
        if (!origin.request().isEmpty()) {
            started.setAttribute(Names.CLIENT_REQUEST, origin.request());
        }
        return started;
    }

    private static String shortened(String text) {
        return text.length() <= MOST_WANTED_CHARS ? text : text.substring(0, MOST_WANTED_CHARS);
    }

    /// False where the sampler passed it over.
    boolean isRecorded() {
        return span.isRecording();
    }

    void sending(CallEvent.Sending sending, Dispatcher dispatcher) {
        Target target = sending.decision().target();
        Span child = tracer.spanBuilder(operation + " " + target.model().id())
                .setSpanKind(SpanKind.CLIENT)
                .setParent(Context.root().with(span))
                .setStartTimestamp(at(dispatcher.nowNanos()))
                .setAttribute(Names.CALL, began.call())
                .setAttribute(Names.OPERATION, operation)
                .setAttribute(Names.WANTED, target.model().id())
                .setAttribute(Names.ATTEMPT, (long) sending.decision().attempt())
                .setAttribute(Names.MOVE, sending.decision().move().id())
                .setAttribute(Names.WAITED, sending.waited().toMillis())
                .startSpan();
        tell(target, child);
        Optional.ofNullable(dispatcher.setup().endpoints().get(target.account().name()))
                .ifPresent(endpoint -> child.setAttribute(Names.HOST, endpoint.host())
                        .setAttribute(Names.PORT, (long) endpoint.port()));
        attempt = new AttemptSpan(sending.decision().attempt(), child);
    }

    private static void tell(Target target, Span of) {
        of.setAttribute(Names.TARGET, target.name())
                .setAttribute(Names.ACCOUNT, target.account().name())
                .setAttribute(Names.PROVIDER, GenAi.providerName(target.providerType()));
    }

    /// The span of the attempt under way, for the provider that is asked; empty where that is another attempt.
    Optional<String> traceparent(int number) {
        return Optional.ofNullable(attempt)
                .filter(open -> open.number() == number)
                .map(open -> Parent.header(open.span().getSpanContext()));
    }

    void attemptEnded(Expense expense) {
        if (attempt != null) {
            reckon(expense);
            attempt.end(expense, at(expense.attempt().endedNanos()));
            attempt = null;
        }
    }

    private void reckon(Expense expense) {
        CallCost.dollars(expense).ifPresentOrElse(cost -> dollars += cost, () -> isPriced = false);
    }

    void waiting(CallEvent.Waiting waiting, long nowNanos) {
        span.addEvent(
                "wait",
                Attributes.of(
                        Names.TARGET,
                        waiting.decision().target().name(),
                        Names.CAUSE,
                        waiting.decision().cause().id(),
                        Names.SPAN,
                        waiting.span().toMillis()),
                at(nowNanos));
    }

    void cooled(CallEvent.Cooled cooled, long nowNanos) {
        span.addEvent(
                "cooldown",
                Attributes.of(
                        Names.TARGET,
                        cooled.cooldown().target().name(),
                        Names.KIND,
                        cooled.cooldown().kind().id(),
                        Names.SPAN,
                        TimeUnit.NANOSECONDS.toMillis(cooled.cooldown().untilNanos() - nowNanos)),
                at(nowNanos));
    }

    /// The answer has begun.
    void answered(Target target) {
        tell(target, span);
        span.setAttribute(Names.MODEL, target.model().id());
    }

    void completed(CallEvent.Completed completed) {
        ended(CallOutcome.ANSWERED, completed.tally());
    }

    void broken(CallEvent.Broken broken) {
        String outcome = CallOutcome.of(broken);
        if (outcome.equals(CallOutcome.BROKEN)) {
            failed(broken.outcome().id());
        }
        ended(outcome, broken.tally());
    }

    void failed(CallEvent.Failed failed) {
        Reason reason = failed.failure().reason();
        if (reason != Reason.CANCELLED) {
            failed(reason.id());
        }
        ended(reason.id(), failed.tally());
    }

    /// The words of the failure stay in the ledger: a provider's may quote what it was asked.
    private void failed(String type) {
        span.setAttribute(Names.ERROR, type).setStatus(StatusCode.ERROR);
    }

    private void ended(String outcome, Tally tally) {
        span.setAttribute(Names.OUTCOME, outcome)
                .setAttribute(Names.ATTEMPTS, (long) tally.attempts())
                .setAttribute(Names.SIDESTEPPED, tally.sidestepped())
                .setAttribute(Names.WAITED, tally.waited().toMillis());
        if (isPriced) {
            span.setAttribute(Names.COST, dollars);
        }
        endedAt = began.at().plus(tally.took());
        endOnce();
    }

    /// What was said in it.
    void content(Content content) {
        span.setAttribute(Names.REQUEST_BODY, content.request()).setAttribute(Names.ANSWER_BODY, content.answer());
        isContentExpected = false;
        endOnce();
    }

    private void endOnce() {
        if (isOver()) {
            span.end(endedAt);
        }
    }

    /// True once everything is told.
    boolean isOver() {
        return endedAt != null && !isContentExpected;
    }

    /// The wall clock's moment of a moment of the ticker: no jump of the clock comes between a call and its attempts.
    private Instant at(long nanos) {
        return began.at().plusNanos(nanos - began.atNanos());
    }
}

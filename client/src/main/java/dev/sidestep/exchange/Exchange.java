package dev.sidestep.exchange;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallFailedException;
import dev.sidestep.call.CallFailedException.ProviderAnswer;
import dev.sidestep.call.Expense;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.failover.Decision;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.failover.Decision.Wait;
import dev.sidestep.core.failover.Failover;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.quota.Expected;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.exchange.fetch.CallMedia;
import dev.sidestep.wire.canonical.Media;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.format.Repair;
import dev.sidestep.wire.json.InvalidRequestException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call under way: it does what the failover decides, and tells it what came of it.
///
/// Lives on its loop; only [#start] and [#cancel] may be called from elsewhere.
public final class Exchange {
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);
    private static final long NO_TIMER = -1;
    private static final String BUG = "The call failed inside Sidestep; its log says why.";
    private static final String CLOSED = "Sidestep was closed while the call was under way.";
    private static final String LEFT = "the caller left";

    private final Dispatcher dispatcher;
    private final Setup setup;
    private final Loop loop;
    private final Call call;
    private final CallSink sink;
    private final String id;
    private final FailoverPolicy policy;
    private final Instant startedAt;
    private final long startedNanos;
    private final WaitingTime waiting = new WaitingTime();
    private final List<Expense> expenses = new ArrayList<>(1);
    private final Map<Target, Set<Repair>> repairs = new HashMap<>(0);
    private final CallMedia media;
    private @Nullable Failover failover;
    private @Nullable Report underWay;
    private @Nullable ProviderAnswer refusal;
    private @Nullable Queued queued;
    private long timer = NO_TIMER;
    private boolean sidestepped;
    private boolean hasBegun;
    private boolean hasBug;
    private long seenNanos;
    /// True once nothing more is to be done.
    private boolean isOver;
    /// True once the call's end was told: nobody waits for it any more.
    private boolean isTold;

    Exchange(Dispatcher dispatcher, Setup setup, Loop loop, Call call, CallSink sink) {
        this.dispatcher = dispatcher;
        this.setup = setup;
        this.loop = loop;
        this.call = call;
        this.sink = sink;
        this.media = new CallMedia(loop::fetcher);
        this.startedAt = dispatcher.now();
        this.startedNanos = dispatcher.nowNanos();
        this.seenNanos = startedNanos;
        this.id = dispatcher.nextId(startedAt, loop.random());
        this.policy = call.policy(setup.knobs().failover());
    }

    /// The call's id, as in logs and headers.
    public String id() {
        return id;
    }

    /// Makes the call, once.
    public void start() {
        loop.run(() -> step(this::begin));
    }

    private void begin() {
        if (isOver) {
            return;
        }
        hasBegun = true;
        dispatcher.tell(new CallEvent.Began(id, call.facts(), startedAt, startedNanos));
        if (!loop.began(this)) {
            fail(failure(CLOSED, Reason.CANCELLED));
            return;
        }
        Course course = dispatcher.course(setup, call);
        if (course.isEmpty()) {
            fail(new FailureText(dispatcher, setup).unknownModel(call.wanted()));
            return;
        }
        Selection selection = dispatcher.selection(setup, course, call);
        failover = new Failover(policy, selection, loop.random(), call.streaming(), startedNanos);
        follow(failover.start(startedNanos));
    }

    /// The caller went away: whatever is under way is stopped, and nothing more is told.
    public void cancel() {
        loop.tryRun(() -> step(() -> stop(LEFT, "The caller left.", _ -> {}, _ -> {})));
    }

    /// The loop closes: whatever is under way is stopped, and the caller is told.
    void abort() {
        step(() -> stop(CLOSED, CLOSED, sink::broken, sink::failed));
    }

    /// @param detail why, of the attempt under way
    /// @param message why, of the call
    private void stop(
            String detail, String message, Consumer<StreamBreak> broken, Consumer<CallFailedException> failed) {
        if (isOver) {
            return;
        }
        over();
        Report report = underWay;
        stopAttempt(detail);
        if (report != null && report.isStarted()) {
            StreamBreak cause = new StreamBreak(report.send.target(), new Outcome.Cancelled(), detail);
            tell(cause);
            broken.accept(cause);
        } else if (hasBegun) {
            CallFailedException failure = failure(message, Reason.CANCELLED);
            tell(failure);
            failed.accept(failure);
        }
    }

    private void stopAttempt(String detail) {
        if (underWay != null) {
            underWay.stop(detail);
        }
    }

    private CallFailedException failure(String message, Reason reason) {
        List<Attempt> attempts = failover == null ? List.of() : failover.attempts();
        return new CallFailedException(message, reason, Bound.NOTHING_LEFT, attempts, List.of(), null, null);
    }

    /// Takes a step of the call. A bug of our own stands in the log and ends the call, since nothing
    /// else would: the caller would wait for ever.
    private void step(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException bug) {
            log.error("call={} failed by a bug of Sidestep", id, bug);
            hasBug = true;
            if (!isTold) {
                stopAfterBug();
                fail(failure(BUG, Reason.UNAVAILABLE));
            }
        }
    }

    private void stopAfterBug() {
        try {
            stopAttempt(BUG);
        } catch (RuntimeException bug) {
            log.error("call={} could not be stopped by a bug of Sidestep", id, bug);
        }
    }

    /// Now, as the ticker counts. After a bug it is the last moment before: the clock may be what failed.
    private long nowNanos() {
        if (!hasBug) {
            seenNanos = dispatcher.nowNanos();
        }
        return seenNanos;
    }

    private void over() {
        isOver = true;
        stopWaiting();
        media.close();
        loop.ended(this);
    }

    private CallEvent.Tally tally() {
        int attempts = expenses.size() + (underWay == null ? 0 : 1);
        Duration took = Duration.ofNanos(nowNanos() - startedNanos);
        return new CallEvent.Tally(attempts, sidestepped, waiting.all(), took);
    }

    private void tell(StreamBreak cause) {
        isTold = true;
        dispatcher.tell(new CallEvent.Broken(id, cause.target(), cause.outcome(), cause.detail(), tally()));
    }

    private void tell(CallFailedException failure) {
        isTold = true;
        dispatcher.tell(new CallEvent.Failed(id, failure, tally()));
    }

    private Failover failover() {
        if (failover == null) {
            throw new IllegalStateException("the call has not begun");
        }
        return failover;
    }

    private void follow(Decision decision) {
        switch (decision) {
            case Send send -> send(send);
            case Wait wait -> waitFor(wait);
            case GiveUp giveUp -> fail(new FailureText(dispatcher, setup).gaveUp(giveUp, failover(), call, refusal));
        }
    }

    private void send(Send send) {
        sidestepped |= send.attempt() > 1 || !send.skipped().isEmpty();
        Report report =
                new Report(send, setup.endpoint(send.target()), failover().expected());
        underWay = report;
        dispatcher.tell(new CallEvent.Sending(
                id, send, report.expected, waiting.takeLatest(), failover().attempts()));
        unlessUnsound(report, () -> prepare(report));
    }

    /// What of a call is not sound is seen only once it is put into a target's words; another target may take it as it
    /// came.
    private void unlessUnsound(Report report, Runnable action) {
        try {
            action.run();
        } catch (InvalidRequestException unsound) {
            report.unsendable(String.valueOf(unsound.getMessage()));
        }
    }

    /// Fetches what the target does not fetch itself before the call goes there.
    private void prepare(Report report) {
        List<Media.Address> toFetch =
                setup.knobs().fetchesImages() ? call.toFetch(aim(report.send.target())) : List.of();
        if (toFetch.isEmpty()) {
            report.launch(report.send, Map.of());
            return;
        }
        long leftNanos = failover().deadline().remainingNanos(nowNanos());
        media.bring(
                toFetch,
                Duration.ofNanos(leftNanos),
                result -> step(() -> unlessUnsound(report, () -> fetched(report, result))));
    }

    private void fetched(Report report, CallMedia.Result result) {
        switch (result) {
            case CallMedia.Result.Here(var files) -> report.launch(failover().leaves(report.send, nowNanos()), files);
            case CallMedia.Result.Missing(var detail) -> report.unsendable(detail);
        }
    }

    private Aim aim(Target target) {
        return new Aim(
                id,
                target.providerType(),
                target.model(),
                target.name(),
                repairs.getOrDefault(target, Set.of()),
                dispatcher.toolCalls());
    }

    private void waitFor(Wait wait) {
        switch (wait.cause()) {
            case RESET -> queue(wait);
            case BACKOFF -> {
                long spanNanos = tellWaiting(wait);
                timer = loop.after(spanNanos, () -> step(() -> goOn(failover().woken(nowNanos()))));
            }
        }
    }

    private void queue(Wait wait) {
        Queued place = new Queued(failover(), Dispatcher.standing(setup, call), wait, this::called);
        if (!dispatcher.known().waitingRoom().join(place, nowNanos())) {
            follow(failover().waitRefused(nowNanos()));
            return;
        }
        queued = place;
        tellWaiting(wait);
        keepAlive();
        dispatcher.alarm().check(loop);
    }

    private long tellWaiting(Wait wait) {
        sidestepped = true;
        long nowNanos = nowNanos();
        waiting.began(nowNanos);
        long spanNanos = Math.max(0, wait.untilNanos() - nowNanos);
        dispatcher.tell(new CallEvent.Waiting(id, wait, Duration.ofNanos(spanNanos)));
        return spanNanos;
    }

    /// A client whose stream has not begun hears that somebody is still there.
    private void keepAlive() {
        long everyNanos = Nanos.of(setup.knobs().keepAlive());
        if (call.streaming() && everyNanos > 0) {
            timer = loop.after(everyNanos, () -> {
                sink.waiting();
                keepAlive();
            });
        }
    }

    private void goOn(Decision decision) {
        stopTimer();
        waiting.ended(nowNanos());
        queued = null;
        follow(decision);
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            loop.cancel(timer);
            timer = NO_TIMER;
        }
    }

    /// Its turn has come, on whatever thread.
    private void called(Optional<Decision> next) {
        if (!loop.tryRun(() -> step(() -> takeUp(next)))) {
            next.ifPresent(this::discard);
        }
    }

    private void takeUp(Optional<Decision> next) {
        if (isOver) {
            next.ifPresent(this::discard);
        } else if (next.isPresent()) {
            goOn(next.get());
        } else {
            fail(failure(BUG, Reason.UNAVAILABLE));
        }
    }

    /// Nobody follows this decision any more: what it took is given back. It was never told to anybody.
    private void discard(Decision decision) {
        if (decision instanceof Send) {
            failover().withdrawn(dispatcher.nowNanos());
        }
    }

    private void stopWaiting() {
        stopTimer();
        waiting.ended(nowNanos());
        if (queued != null) {
            dispatcher.known().waitingRoom().leave(queued);
        }
    }

    private void fail(CallFailedException failure) {
        over();
        tell(failure);
        sink.failed(failure);
    }

    /// One attempt, and what it reports back.
    final class Report {
        private final Send send;
        private final Endpoint endpoint;
        private final Expected expected;
        private final long sendingNanos = nowNanos();
        private List<String> losses = List.of();
        private @Nullable UpstreamAttempt upstream;
        private long firstContentNanos = Expense.NEVER;

        private Report(Send send, Endpoint endpoint, Expected expected) {
            this.send = send;
            this.endpoint = endpoint;
            this.expected = expected;
        }

        /// @param leaving the same send, with the time that is left for it
        private void launch(Send leaving, Map<Media.Address, Source.Inline> files) {
            Hop hop = call.hop(
                    endpoint.wires(),
                    aim(send.target()),
                    files,
                    dispatcher.now().getEpochSecond());
            losses = hop.fitting().losses().stream().map(Loss::toString).toList();
            UpstreamAttempt attempt = new UpstreamAttempt(dispatcher, loop, hop, leaving, this);
            upstream = attempt;
            attempt.start(endpoint, call.streaming(), dispatcher.traceContext().traceparent(id, send.attempt()));
        }

        private void unsendable(String detail) {
            failed(new Outcome.Rejected(true), detail, List.of(), null);
        }

        /// The whole answer is here.
        void answered(String contentType, Buffer body, List<QuotaReport> told, @Nullable Usage usage) {
            step(() -> {
                if (!isOver) {
                    over();
                    AnswerHead head = succeeded(contentType, told);
                    complete(usage);
                    sink.answered(head, body, List.copyOf(expenses));
                }
            });
        }

        /// The stream's first content is here.
        void started(String contentType, List<QuotaReport> told) {
            if (!isOver) {
                sink.started(succeeded(contentType, told));
            }
        }

        /// Nobody wants the rest of it. What is under way is stopped without a report.
        private void stop(String detail) {
            Usage usage = usage();
            if (upstream != null) {
                upstream.cancel();
            }
            try {
                giveBack(detail, usage);
            } finally {
                end(new Outcome.Cancelled(), detail, usage);
            }
        }

        private void giveBack(String detail, @Nullable Usage usage) {
            if (isKnown()) {
                settled(usage);
            } else {
                failover().ended(new Outcome.Cancelled(), detail, nowNanos());
            }
        }

        /// True once the failover knows what the attempt came to.
        private boolean isKnown() {
            return failover().attempts().size() >= send.attempt();
        }

        /// What the answer took is known, or never will be.
        private void settled(@Nullable Usage usage) {
            failover().settled(usage, nowNanos());
            dispatcher.alarm().check(loop);
        }

        private @Nullable Usage usage() {
            return upstream == null ? null : upstream.usage();
        }

        /// The attempt is over, which is told once.
        private Attempt end(Outcome outcome, String detail, @Nullable Usage usage) {
            underWay = null;
            long nowNanos = nowNanos();
            Attempt attempt = isKnown()
                    ? failover().attempts().getLast().until(outcome, detail, nowNanos)
                    : new Attempt(send.attempt(), send.target(), outcome, detail, sendingNanos, nowNanos, 0);
            boolean isSent = upstream != null && upstream.isSent();
            Expense expense = new Expense(attempt, isSent, expected, usage, firstContentNanos);
            expenses.add(expense);
            dispatcher.tell(new CallEvent.AttemptEnded(id, expense, policy.maxAttempts()));
            return attempt;
        }

        /// True once content was passed on.
        boolean isStarted() {
            return firstContentNanos != Expense.NEVER;
        }

        /// More of the stream is here.
        void streamed(Buffer bytes, UpstreamAttempt attempt) {
            if (isOver) {
                return;
            }
            sink.streamed(bytes);
            if (sink.isFull()) {
                attempt.pause();
                sink.onDrain(attempt::resume);
            }
        }

        /// The stream is complete.
        void ended(@Nullable Usage usage) {
            step(() -> {
                if (!isOver) {
                    over();
                    complete(usage);
                    sink.ended(List.copyOf(expenses));
                }
            });
        }

        private void complete(@Nullable Usage usage) {
            settled(usage);
            end(new Outcome.Succeeded(), "", usage);
            isTold = true;
            dispatcher.tell(new CallEvent.Completed(id, send.target(), tally()));
        }

        /// The stream broke after its first content.
        void broken(Outcome outcome, String detail, @Nullable Usage usage) {
            step(() -> {
                if (!isOver) {
                    over();
                    StreamBreak cause = new StreamBreak(send.target(), outcome, endpoint.masked(detail));
                    failover().broken(outcome, cause.detail(), usage, nowNanos());
                    dispatcher.alarm().check(loop);
                    end(outcome, cause.detail(), usage);
                    tell(cause);
                    sink.broken(cause);
                }
            });
        }

        /// The provider said something that nobody here understands.
        void unclassified(String detail) {
            dispatcher.tell(new CallEvent.Unclassified(id, send.target(), endpoint.masked(detail)));
        }

        /// Takes note of what another attempt at the target needs.
        ///
        /// @return false where that has been tried, or cannot be done
        boolean isWorth(Repair repair) {
            return isPossible(repair)
                    && repairs.computeIfAbsent(send.target(), _ -> EnumSet.noneOf(Repair.class))
                            .add(repair);
        }

        private boolean isPossible(Repair repair) {
            return switch (repair) {
                case WITHOUT_THINKING -> true;
                case WITH_MEDIA_BROUGHT -> setup.knobs().fetchesImages();
            };
        }

        /// The attempt failed before any content.
        void failed(Outcome outcome, String detail, List<QuotaReport> told, @Nullable ProviderAnswer answer) {
            step(() -> {
                if (!isOver) {
                    goOn(outcome, endpoint.masked(detail), told, answer);
                }
            });
        }

        private void goOn(Outcome outcome, String detail, List<QuotaReport> told, @Nullable ProviderAnswer answer) {
            refusal = answer == null ? null : answer.with(endpoint.masked(answer.body()));
            sidestepped = true;
            Decision next = failover().ended(outcome, detail, told, nowNanos());
            Attempt attempt = end(outcome, detail, usage());
            if (attempt.cooledNanos() > 0) {
                tellCooled(attempt);
            }
            dispatcher.alarm().check(loop);
            follow(next);
        }

        private void tellCooled(Attempt attempt) {
            Cooldown cooldown = dispatcher
                    .cooldowns()
                    .blocking(attempt.target(), nowNanos())
                    .orElse(null);
            if (cooldown != null) {
                dispatcher.tell(new CallEvent.Cooled(id, cooldown, dispatcher.instantOf(cooldown.untilNanos())));
            }
        }

        private AnswerHead succeeded(String contentType, List<QuotaReport> told) {
            failover().succeeded(told, nowNanos());
            dispatcher.answered(setup, call, send.target());
            List<Attempt> attempts = failover().attempts();
            Attempt last = attempts.getLast();
            firstContentNanos = last.endedNanos() - last.startedNanos();
            dispatcher.tell(new CallEvent.Answered(id, send.target(), tally()));
            return new AnswerHead(id, send.target(), attempts, contentType, losses);
        }
    }
}

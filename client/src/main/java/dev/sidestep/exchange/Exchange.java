package dev.sidestep.exchange;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallFailedException;
import dev.sidestep.call.CallFailedException.ProviderAnswer;
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
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.wire.canonical.Media;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.format.Repair;
import dev.sidestep.wire.json.InvalidRequestException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private final Dispatcher dispatcher;
    private final Setup setup;
    private final Loop loop;
    private final Call call;
    private final CallSink sink;
    private final String id;
    private final FailoverPolicy policy;
    private final long startedNanos;
    private final Map<Target, Set<Repair>> repairs = new HashMap<>(0);
    private final CallMedia media;
    private @Nullable Failover failover;
    private @Nullable UpstreamAttempt underWay;
    private @Nullable ProviderAnswer refusal;
    private @Nullable Queued queued;
    private long timer = NO_TIMER;
    private boolean sidestepped;
    private boolean isOver;

    Exchange(Dispatcher dispatcher, Setup setup, Loop loop, Call call, CallSink sink) {
        this.dispatcher = dispatcher;
        this.setup = setup;
        this.loop = loop;
        this.call = call;
        this.sink = sink;
        this.media = new CallMedia(loop::fetcher);
        this.id = "call-" + Long.toUnsignedString(loop.random().nextLong(), Character.MAX_RADIX);
        this.policy = call.policy(setup.knobs().failover());
        this.startedNanos = dispatcher.nowNanos();
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
        if (!loop.began(this)) {
            fail(closed());
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
        loop.tryRun(() -> {
            if (isOver) {
                return;
            }
            boolean isFetching = media.isUnderWay();
            over();
            stopWaiting();
            UpstreamAttempt attempt = underWay;
            if (attempt != null) {
                attempt.cancel();
                cancelled(attempt);
            } else if (isFetching) {
                cancelledEarly();
            } else {
                tellCancelled();
            }
        });
    }

    private void cancelled(UpstreamAttempt attempt) {
        if (attempt.isStarted()) {
            failover().settled(attempt.usage(), dispatcher.nowNanos());
            dispatcher.alarm().check(loop);
            dispatcher.tell(new CallEvent.Broken(id, attempt.target(), new Outcome.Cancelled(), "the caller left"));
        } else {
            cancelledEarly();
        }
    }

    private void cancelledEarly() {
        failover().ended(new Outcome.Cancelled(), "the caller left", dispatcher.nowNanos());
        dispatcher.tell(new CallEvent.AttemptFailed(id, failover().attempts().getLast(), policy.maxAttempts()));
        tellCancelled();
    }

    private void tellCancelled() {
        dispatcher.tell(new CallEvent.Failed(id, failure("The caller left.", Reason.CANCELLED)));
    }

    /// The loop closes: whatever is under way is stopped, and the caller is told.
    void abort() {
        stopWaiting();
        UpstreamAttempt attempt = underWay;
        if (attempt != null) {
            attempt.cancel();
        }
        if (attempt != null && attempt.isStarted()) {
            over();
            failover().settled(attempt.usage(), dispatcher.nowNanos());
            StreamBreak cause = new StreamBreak(attempt.target(), new Outcome.Cancelled(), CLOSED);
            dispatcher.tell(new CallEvent.Broken(id, cause.target(), cause.outcome(), CLOSED));
            sink.broken(cause);
        } else {
            fail(closed());
        }
    }

    private CallFailedException closed() {
        return failure(CLOSED, Reason.CANCELLED);
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
            if (!isOver) {
                fail(failure(BUG, Reason.UNAVAILABLE));
            }
        }
    }

    private void over() {
        isOver = true;
        media.close();
        stopTimer();
        loop.ended(this);
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
        dispatcher.tell(new CallEvent.Sending(id, send, failover().attempts()));
        unlessUnsound(send, () -> prepare(send));
    }

    /// What of a call is not sound is seen only once it is put into a target's words; another target may take it as it
    /// came.
    private void unlessUnsound(Send send, Runnable action) {
        try {
            action.run();
        } catch (InvalidRequestException unsound) {
            unsendable(send, String.valueOf(unsound.getMessage()));
        }
    }

    /// Fetches what the target does not fetch itself before the call goes there.
    private void prepare(Send send) {
        List<Media.Address> toFetch = setup.knobs().fetchesImages() ? call.toFetch(aim(send.target())) : List.of();
        if (toFetch.isEmpty()) {
            launch(send, Map.of());
            return;
        }
        long leftNanos = failover().deadline().remainingNanos(dispatcher.nowNanos());
        media.bring(
                toFetch,
                Duration.ofNanos(leftNanos),
                result -> step(() -> unlessUnsound(send, () -> fetched(send, result))));
    }

    private void fetched(Send send, CallMedia.Result result) {
        switch (result) {
            case CallMedia.Result.Here(var files) -> launch(failover().leaves(send, dispatcher.nowNanos()), files);
            case CallMedia.Result.Missing(var detail) -> unsendable(send, detail);
        }
    }

    private void unsendable(Send send, String detail) {
        Report report = new Report(send, setup.endpoint(send.target()), List.of());
        report.failed(new Outcome.Rejected(true), detail, List.of(), null);
    }

    private void launch(Send send, Map<Media.Address, Source.Inline> files) {
        Endpoint endpoint = setup.endpoint(send.target());
        Hop hop = call.hop(
                endpoint.wires(), aim(send.target()), files, dispatcher.now().getEpochSecond());
        List<String> losses =
                hop.fitting().losses().stream().map(Loss::toString).toList();
        underWay = new UpstreamAttempt(dispatcher, loop, hop, send, new Report(send, endpoint, losses));
        underWay.start(endpoint, call.streaming());
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
                timer = loop.after(spanNanos, () -> step(() -> goOn(failover().woken(dispatcher.nowNanos()))));
            }
        }
    }

    private void queue(Wait wait) {
        Queued place = new Queued(failover(), Dispatcher.standing(setup, call), wait, this::called);
        if (!dispatcher.known().waitingRoom().join(place, dispatcher.nowNanos())) {
            follow(failover().waitRefused(dispatcher.nowNanos()));
            return;
        }
        queued = place;
        tellWaiting(wait);
        keepAlive();
        dispatcher.alarm().check(loop);
    }

    private long tellWaiting(Wait wait) {
        sidestepped = true;
        long spanNanos = Math.max(0, wait.untilNanos() - dispatcher.nowNanos());
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

    /// Nobody follows this decision any more: what it took is given back.
    private void discard(Decision decision) {
        if (decision instanceof Send) {
            failover().ended(new Outcome.Cancelled(), "the caller left", dispatcher.nowNanos());
        }
    }

    private void stopWaiting() {
        stopTimer();
        if (queued != null) {
            dispatcher.known().waitingRoom().leave(queued);
        }
    }

    private void fail(CallFailedException failure) {
        over();
        dispatcher.tell(new CallEvent.Failed(id, failure));
        sink.failed(failure);
    }

    /// What an attempt reports back.
    final class Report {
        private final Send send;
        private final Endpoint endpoint;
        private final List<String> losses;
        private boolean isStarted;

        private Report(Send send, Endpoint endpoint, List<String> losses) {
            this.send = send;
            this.endpoint = endpoint;
            this.losses = losses;
        }

        /// The whole answer is here.
        void answered(String contentType, Buffer body, List<QuotaReport> told, @Nullable Usage usage) {
            if (!isOver) {
                over();
                AnswerHead head = succeeded(contentType, told);
                settled(usage);
                sink.answered(head, body);
            }
        }

        /// The stream's first content is here.
        void started(String contentType, List<QuotaReport> told) {
            if (!isOver) {
                isStarted = true;
                sink.started(succeeded(contentType, told));
            }
        }

        /// What the answer took is known, or never will be.
        private void settled(@Nullable Usage usage) {
            failover().settled(usage, dispatcher.nowNanos());
            dispatcher.alarm().check(loop);
        }

        /// True once content was passed on.
        boolean isStarted() {
            return isStarted;
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
            if (!isOver) {
                over();
                settled(usage);
                sink.ended();
            }
        }

        /// The stream broke after its first content.
        void broken(Outcome outcome, String detail, @Nullable Usage usage) {
            if (!isOver) {
                over();
                String words = endpoint.masked(detail);
                failover().broken(outcome, words, usage, dispatcher.nowNanos());
                dispatcher.alarm().check(loop);
                dispatcher.tell(new CallEvent.Broken(id, send.target(), outcome, words));
                sink.broken(new StreamBreak(send.target(), outcome, words));
            }
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
            if (isOver) {
                return;
            }
            underWay = null;
            step(() -> goOn(outcome, detail, told, answer));
        }

        private void goOn(Outcome outcome, String detail, List<QuotaReport> told, @Nullable ProviderAnswer answer) {
            refusal = answer == null ? null : answer.with(endpoint.masked(answer.body()));
            Decision next = failover().ended(outcome, endpoint.masked(detail), told, dispatcher.nowNanos());
            Attempt attempt = failover().attempts().getLast();
            dispatcher.tell(new CallEvent.AttemptFailed(id, attempt, policy.maxAttempts()));
            if (attempt.cooledNanos() > 0) {
                tellCooled(attempt);
            }
            dispatcher.alarm().check(loop);
            follow(next);
        }

        private void tellCooled(Attempt attempt) {
            Cooldown cooldown = dispatcher
                    .cooldowns()
                    .blocking(attempt.target(), dispatcher.nowNanos())
                    .orElse(null);
            if (cooldown != null) {
                dispatcher.tell(new CallEvent.Cooled(cooldown, dispatcher.instantOf(cooldown.untilNanos())));
            }
        }

        private AnswerHead succeeded(String contentType, List<QuotaReport> told) {
            long nowNanos = dispatcher.nowNanos();
            failover().succeeded(told, nowNanos);
            dispatcher.answered(setup, call, send.target());
            List<Attempt> attempts = failover().attempts();
            Duration took = Duration.ofNanos(nowNanos - startedNanos);
            dispatcher.tell(new CallEvent.Answered(id, send.target(), attempts.size(), sidestepped, took));
            return new AnswerHead(id, send.target(), attempts, contentType, losses);
        }
    }
}

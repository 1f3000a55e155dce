package dev.sidestep.exchange;

import dev.sidestep.call.CallFailedException.ProviderAnswer;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.limits.Answer;
import dev.sidestep.wire.limits.ErrorReader;
import dev.sidestep.wire.limits.Headers;
import dev.sidestep.wire.limits.QuotaReader;
import dev.sidestep.wire.limits.Reading;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request to one target: sent, timed, read, and stopped when nobody wants it any more. It
/// never retries; what it came to goes to the exchange's report, once.
final class UpstreamAttempt {
    private static final Logger log = LoggerFactory.getLogger(UpstreamAttempt.class);

    /// The longest answer that is taken whole, in bytes. A provider's longest output is far below.
    private static final int MOST_ANSWER_BYTES = 64 * 1024 * 1024;
    /// More header fields than this is no provider's answer.
    private static final int MOST_HEADERS = 200;
    /// No answer takes an hour; one that does not end is stopped.
    private static final long MOST_STREAM_NANOS = Nanos.of(Duration.ofHours(1));

    private static final String NEXT_CONTENT = "next content";
    private static final int OK = 200;
    private static final long NO_TIMER = -1;

    private final Dispatcher dispatcher;
    private final Loop loop;
    private final Hop hop;
    private final Send send;
    private final Exchange.Report report;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private @Nullable StreamRelay stream;
    private List<QuotaReport> told = List.of();
    private long timer = NO_TIMER;
    private boolean isStreaming;
    private boolean isSent;
    private boolean isOver;
    private boolean isReceived;
    private boolean isPaused;
    private long startedNanos;
    private long progressedNanos;

    UpstreamAttempt(Dispatcher dispatcher, Loop loop, Hop hop, Send send, Exchange.Report report) {
        this.dispatcher = dispatcher;
        this.loop = loop;
        this.hop = hop;
        this.send = send;
        this.report = report;
    }

    /// @param traceparent the span that the provider is told; empty for none
    void start(Endpoint endpoint, boolean streaming, Optional<String> traceparent) {
        isStreaming = streaming;
        limit(send.timeoutNanos(), streaming ? "first content" : "answer");
        String accept = streaming ? "text/event-stream" : "application/json";
        RequestOptions post = endpoint.post(hop, accept);
        traceparent.ifPresent(span -> post.putHeader("traceparent", span));
        loop.http().request(post).onComplete(opened -> {
            if (opened.failed()) {
                failed(Transport.outcomeOf(opened.cause()), Transport.textOf(opened.cause()));
                return;
            }
            request = opened.result();
            if (isOver) {
                release();
                return;
            }
            isSent = true;
            request.send(Buffer.buffer(hop.fitting().body())).onComplete(answered -> {
                if (answered.succeeded()) {
                    step(() -> received(answered.result()));
                } else {
                    failed(Transport.outcomeOf(answered.cause()), Transport.textOf(answered.cause()));
                }
            });
        });
    }

    /// Who was asked.
    Target target() {
        return send.target();
    }

    /// True once the request may have left.
    boolean isSent() {
        return isSent;
    }

    /// Stops the attempt and tells nobody.
    void cancel() {
        isOver = true;
        stopTimer();
        release();
    }

    /// The reader of the stream is behind.
    void pause() {
        if (response != null && !isReceived) {
            isPaused = true;
            response.pause();
        }
    }

    /// The reader of the stream has caught up.
    void resume() {
        if (response != null && !isReceived) {
            isPaused = false;
            progressedNanos = dispatcher.nowNanos();
            response.resume();
        }
    }

    /// Takes a step of the attempt. A bug of our own, in a translation most likely, stands in the log and fails this
    /// attempt alone: another target's answer may be one that we can read.
    private void step(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException bug) {
            log.error("target={} answer failed by a bug of Sidestep", send.target(), bug);
            brokenOrFailed(new Outcome.Faulted("bug"), "Sidestep could not read the answer; its log says why");
        }
    }

    private void received(HttpClientResponse answer) {
        if (isOver) {
            release();
            return;
        }
        response = answer;
        told = QuotaReader.read(send.target().providerType(), headers(answer), dispatcher.now());
        answer.exceptionHandler(thrown -> brokenOrFailed(Transport.outcomeOf(thrown), Transport.textOf(thrown)));
        if (answer.headers().size() > MOST_HEADERS) {
            failed(new Outcome.Faulted("headers"), "more than " + MOST_HEADERS + " header fields");
        } else if (isEncoded(answer)) {
            encoded(answer);
        } else if (answer.statusCode() != OK) {
            collect(answer, Answer.MAX_BODY_BYTES, body -> refused(answer, body));
        } else if (isStreaming && contentType(answer).startsWith("text/event-stream")) {
            relay(answer);
        } else {
            collect(answer, MOST_ANSWER_BYTES, body -> whole(answer, body));
        }
    }

    private static Headers headers(HttpClientResponse answer) {
        return name -> Optional.ofNullable(answer.getHeader(name));
    }

    private static boolean isEncoded(HttpClientResponse answer) {
        String encoding = answer.getHeader(HttpHeaders.CONTENT_ENCODING);
        return encoding != null && !encoding.strip().equalsIgnoreCase("identity");
    }

    /// An encoding that was not asked for: such a body may be a bomb, and is not read.
    private void encoded(HttpClientResponse answer) {
        if (answer.statusCode() == OK) {
            failed(new Outcome.Faulted("encoding"), "an encoded answer that was not asked for");
        } else {
            refused(answer, Buffer.buffer());
        }
    }

    /// Gathers a body up to a bound; what goes beyond is cut off with the connection.
    private void collect(HttpClientResponse answer, int most, Consumer<Buffer> then) {
        Buffer body = Buffer.buffer();
        answer.handler(chunk -> {
            if (isOver) {
                return;
            }
            if (body.length() + chunk.length() <= most) {
                body.appendBuffer(chunk);
            } else if (most == Answer.MAX_BODY_BYTES) {
                then.accept(body);
            } else {
                failed(new Outcome.Faulted("size"), "an answer of more than " + most + " bytes");
            }
        });
        answer.endHandler(_ -> {
            isReceived = true;
            if (!isOver) {
                step(() -> then.accept(body));
            }
        });
    }

    /// An answer with another status than 200.
    private void refused(HttpClientResponse answer, Buffer body) {
        Answer refusal = new Answer(
                send.target().providerType(), answer.statusCode(), headers(answer), body.getBytes(), dispatcher.now());
        Reading reading = ErrorReader.read(refusal);
        Outcome outcome = hop.repair(refusal.status(), refusal.body())
                .filter(report::isWorth)
                .map(repair -> (Outcome) new Outcome.Repairable(repair.part()))
                .orElseGet(() -> failure(reading));
        finish(() -> report.failed(
                outcome, reading.message(), allTold(reading), hop.isPassed() ? theirs(answer, refusal) : null));
    }

    /// The client may be given the provider's own words where it speaks its wire format.
    private static ProviderAnswer theirs(HttpClientResponse answer, Answer refusal) {
        return new ProviderAnswer(answer.statusCode(), contentType(answer), refusal.body());
    }

    /// An answer with status 200 that is not a stream. What is wrong with it, if anything, stands in
    /// its body.
    private void whole(HttpClientResponse answer, Buffer body) {
        byte[] bytes = body.getBytes();
        switch (hop.inspect(bytes)) {
            case AnswerBody.Answered _
            when isStreaming -> failed(new Outcome.Faulted("protocol"), "a whole answer where a stream was asked for");
            case AnswerBody.Answered answered -> answered(contentType(answer), bytes, answered);
            case AnswerBody.ErrorBody _ -> failedInBand(bytes);
            case AnswerBody.Garbage(var what) -> failed(new Outcome.Faulted("protocol"), what);
        }
    }

    private void answered(String contentType, byte[] bytes, AnswerBody.Answered answered) {
        Buffer body;
        try {
            body = Buffer.buffer(hop.answer(bytes));
        } catch (IllegalArgumentException _) {
            failed(new Outcome.Faulted("protocol"), "an answer that cannot be read");
            return;
        }
        dispatcher.issued(answered.handle(), send.target());
        finish(() -> report.answered(contentType, body, told, answered.knownUsage()));
    }

    private void relay(HttpClientResponse answer) {
        StreamRelay relay = new StreamRelay(this, hop.stream());
        stream = relay;
        answer.handler(chunk -> {
            if (!isOver) {
                step(() -> relay.take(chunk));
            }
        });
        answer.endHandler(_ -> {
            isReceived = true;
            if (!isOver) {
                step(relay::end);
            }
        });
    }

    /// The stream's first content is there: from now on it must go on, but has all the time it needs.
    void started() {
        report.started(response == null ? "text/event-stream" : contentType(response), told);
        startedNanos = dispatcher.nowNanos();
        progressedNanos = startedNanos;
        limit(idleNanos(), NEXT_CONTENT);
    }

    /// True once content was passed on, after which a failure can no longer be hidden.
    boolean isStarted() {
        return report.isStarted();
    }

    /// An event came. The timer is not moved each time: when it fires, it looks at this moment.
    void progressed() {
        progressedNanos = dispatcher.nowNanos();
    }

    /// More bytes are to be passed on.
    void streamed(Buffer bytes) {
        report.streamed(bytes, this);
    }

    void ended() {
        if (stream != null) {
            dispatcher.issued(stream.handle(), send.target());
        }
        finish(() -> report.ended(usage()));
    }

    /// What the stream has told of its tokens so far; null where it has not.
    @Nullable
    Usage usage() {
        return stream == null ? null : stream.usage();
    }

    /// Reads an error that came with status 200.
    Reading readInBand(byte[] json) {
        return ErrorReader.readInBand(send.target().providerType(), json, dispatcher.now());
    }

    private void failedInBand(byte[] json) {
        Reading reading = readInBand(json);
        finish(() -> report.failed(failure(reading), reading.message(), allTold(reading), null));
    }

    /// What the refusal's words tell counts before its headers: they speak of the limit that was met.
    private List<QuotaReport> allTold(Reading reading) {
        List<QuotaReport> all = new ArrayList<>(told);
        all.addAll(reading.quotas());
        return all;
    }

    void failed(Outcome outcome, String detail) {
        finish(() -> report.failed(failure(outcome), detail, told, null));
    }

    /// What is no answer is no success either, even where it names no error.
    private static Outcome failure(Outcome outcome) {
        return outcome instanceof Outcome.Succeeded ? new Outcome.Faulted("protocol") : outcome;
    }

    private Outcome failure(Reading reading) {
        Outcome outcome = failure(reading.outcome());
        if (reading.recognised()) {
            return outcome;
        }
        report.unclassified(reading.message());
        return outcome instanceof Outcome.Rejected rejected
                ? new Outcome.Rejected(rejected.elsewhere(), false)
                : outcome;
    }

    void broken(Outcome outcome, String detail) {
        finish(() -> report.broken(outcome, detail, usage()));
    }

    private void finish(Runnable tell) {
        if (isOver) {
            return;
        }
        isOver = true;
        stopTimer();
        release();
        tell.run();
    }

    /// Gives the connection back where the answer was read to its end, and closes it otherwise.
    private void release() {
        if (request != null && !isReceived) {
            request.reset();
        }
    }

    private void limit(long nanos, String awaited) {
        stopTimer();
        timer = loop.after(nanos, () -> timedOut(awaited));
    }

    private long idleNanos() {
        return Nanos.of(dispatcher.timeouts().idle());
    }

    private void timedOut(String awaited) {
        timer = NO_TIMER;
        if (isStarted()) {
            watch(dispatcher.nowNanos());
        } else {
            failed(new Outcome.TimedOut(awaited), "no " + awaited + " in time");
        }
    }

    /// Looks at a stream under way: it may neither fall silent nor last for ever.
    private void watch(long nowNanos) {
        long endLeftNanos = MOST_STREAM_NANOS - (nowNanos - startedNanos);
        // A reader that is behind is no fault of the provider's.
        long idleLeftNanos = isPaused ? idleNanos() : idleNanos() - (nowNanos - progressedNanos);
        if (endLeftNanos <= 0) {
            broken(new Outcome.TimedOut("end of the stream"), "a stream without an end");
        } else if (idleLeftNanos <= 0) {
            broken(new Outcome.TimedOut(NEXT_CONTENT), "no " + NEXT_CONTENT + " in time");
        } else {
            limit(Math.min(idleLeftNanos, endLeftNanos), NEXT_CONTENT);
        }
    }

    private void brokenOrFailed(Outcome outcome, String detail) {
        if (isStarted()) {
            broken(outcome, detail);
        } else {
            failed(outcome, detail);
        }
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            loop.cancel(timer);
            timer = NO_TIMER;
        }
    }

    private static String contentType(HttpClientResponse answer) {
        String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        return type == null ? "" : type;
    }
}

package dev.sidestep.gateway;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.call.CallOutcome;
import dev.sidestep.call.Expense;
import dev.sidestep.exchange.AnswerHead;
import dev.sidestep.exchange.Call;
import dev.sidestep.exchange.CallSink;
import dev.sidestep.exchange.Exchange;
import dev.sidestep.exchange.StreamBreak;
import dev.sidestep.gateway.ledger.CallCost;
import dev.sidestep.gateway.metrics.Metrics;
import dev.sidestep.wire.format.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Brings one call's answer to its client: bytes as they come, no faster than the client reads. When
/// the client goes, the call is cancelled, whatever it is doing. Lives on its event loop.
final class ResponseSink implements CallSink {
    private static final long NO_TIMER = -1;
    private static final String JSON = "application/json";
    private static final String EVENT_STREAM = "text/event-stream";

    private final Request request;
    private final HttpServerResponse response;
    private final Metrics.Measured measured;
    private final Passage passage;
    private final Exchange exchange;
    private @Nullable Runnable resume;
    private long stallTimer = NO_TIMER;
    /// True once a status of 200 and the headers of a stream are on their way.
    private boolean isStreaming;

    private boolean isOver;

    ResponseSink(Request request, Call call, Passage passage) {
        this.request = request;
        this.response = request.response();
        this.passage = passage;
        this.measured = request.service().metrics().call(call, request.startedNanos());
        this.exchange = request.service().dispatcher().prepare(call, request.loop(), this);
        request.became(exchange.id());
    }

    void start() {
        if (response.closed()) {
            return;
        }
        request.server().began(this);
        if (passage.isRecorded()) {
            request.service().traces().expectContent(exchange.id());
        }
        response.setWriteQueueMaxSize(Limits.MOST_QUEUED_BYTES);
        response.drainHandler(_ -> drained());
        // Not the response's state decides whether the client is gone, but what we passed on of the
        // answer: a response can look ended on a connection that is dead.
        response.closeHandler(_ -> clientGone());
        response.exceptionHandler(_ -> clientGone());
        request.http().exceptionHandler(_ -> clientGone());
        exchange.start();
    }

    private void clientGone() {
        if (!isOver) {
            finish(CallOutcome.CANCELLED);
            exchange.cancel();
        }
    }

    /// Ends the call at once, with an error that says so.
    void abort() {
        if (isOver) {
            return;
        }
        exchange.cancel();
        finish(Metrics.ABORTED);
        ApiError error = ApiError.of("The gateway is stopping", "server_error", "shutting_down");
        if (isStreaming) {
            endBroken(503, error.with(Map.of("call", exchange.id())));
        } else {
            response.putHeader("retry-after", "1");
            request.refuse(503, error);
        }
    }

    @Override
    public void answered(AnswerHead head, Buffer body, List<Expense> expenses) {
        if (isOver) {
            return;
        }
        measured.answered(head);
        Buffer passed = passage.whole(head, body);
        finish(CallOutcome.ANSWERED);
        Trail.headers(head).forEach(response::putHeader);
        CallCost.inWords(expenses).ifPresent(cost -> response.putHeader(CallCost.HEADER, cost));
        request.answer(200, JSON, passed);
    }

    /// Commits the stream before anything of it has come: proxies cut connections that are silent.
    @Override
    public void waiting() {
        if (isOver) {
            return;
        }
        if (!isStreaming) {
            beginStream(Trail.headers(exchange.id()));
        }
        response.write(Buffer.buffer(request.format().keepAlive()));
    }

    @Override
    public void started(AnswerHead head) {
        if (isOver) {
            return;
        }
        measured.streamBegan(head);
        Map<String, String> headers = Trail.headers(head);
        if (isStreaming) {
            response.write(Trail.comments(headers));
        } else {
            beginStream(headers);
        }
    }

    private void beginStream(Map<String, String> headers) {
        isStreaming = true;
        headers.forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM);
        if (!response.headers().contains(HttpHeaders.CACHE_CONTROL)) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
        // Proxies in front that buffer would hold the stream back.
        response.putHeader("x-accel-buffering", "no");
        if (request.service().isDraining()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (hasTrailers()) {
            response.putHeader("trailer", CallCost.HEADER);
        }
        response.setChunked(true);
    }

    /// What is known only at a stream's end comes behind it, where the client's HTTP has a place for it.
    private boolean hasTrailers() {
        return request.http().version() == HttpVersion.HTTP_1_1;
    }

    @Override
    public void streamed(Buffer bytes) {
        if (!isOver) {
            passage.piece(bytes);
            response.write(bytes);
        }
    }

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable action) {
        resume = action;
        if (stallTimer == NO_TIMER) {
            long millis = request.service().limits().stallTime().toMillis();
            stallTimer = request.vertx().setTimer(millis, _ -> stalled());
        }
    }

    private void drained() {
        stopStallTimer();
        Runnable action = resume;
        resume = null;
        if (action != null && !isOver) {
            action.run();
        }
    }

    /// A client that reads nothing holds an account's connection; it is let go.
    private void stalled() {
        stallTimer = NO_TIMER;
        clientGone();
        request.http().connection().close();
    }

    @Override
    public void ended(List<Expense> expenses) {
        if (!isOver) {
            passage.complete();
            measured.streamEnded(expenses);
            finish(CallOutcome.ANSWERED);
            if (hasTrailers()) {
                CallCost.inWords(expenses).ifPresent(cost -> response.putTrailer(CallCost.HEADER, cost));
            }
            response.end();
        }
    }

    @Override
    public void broken(StreamBreak cause) {
        if (!isOver) {
            finish(CallOutcome.BROKEN);
            endBroken(Refusal.BROKEN_STATUS, Refusal.broken(cause, exchange.id()));
        }
    }

    /// With nothing that would make an answer of it.
    private void endBroken(int status, ApiError error) {
        response.write(Buffer.buffer(request.format().errorEvent(status, error)));
        response.end();
    }

    @Override
    public void failed(CallFailedException failure) {
        if (isOver) {
            return;
        }
        measured.failed(failure);
        finish(failure.reason().id());
        Refusal refusal = Refusal.of(failure, exchange.id(), request.service().dispatcher());
        if (isStreaming) {
            endBroken(refusal.status(), refusal.inStream());
            return;
        }
        Trail.headers(exchange.id(), failure.attempts()).forEach(response::putHeader);
        refusal.retryAfterSeconds()
                .ifPresent(seconds -> response.putHeader("retry-after", Long.toString(Math.max(1, seconds))));
        if (refusal.isFinal()) {
            // OpenAI's SDKs would try again by themselves.
            response.putHeader("x-should-retry", "false");
        }
        request.answer(refusal.status(), JSON, refusal.body(request.format()));
    }

    private void finish(String outcome) {
        isOver = true;
        stopStallTimer();
        measured.ended(outcome);
        passage.over(exchange.id());
        request.server().ended(this);
    }

    private void stopStallTimer() {
        if (stallTimer != NO_TIMER) {
            request.vertx().cancelTimer(stallTimer);
            stallTimer = NO_TIMER;
        }
    }
}

package dev.sidestep;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.call.Expense;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.exchange.AnswerHead;
import dev.sidestep.exchange.CallSink;
import dev.sidestep.exchange.Exchange;
import dev.sidestep.exchange.Loop;
import dev.sidestep.exchange.StreamBreak;
import dev.sidestep.wire.sse.SseEvent;
import dev.sidestep.wire.sse.SseReader;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One subscriber's stream: turns the answer's bytes into chunks, and hands over as many as were
/// asked for. Everything but [#request] and [#cancel] happens on the loop.
final class ChunkSubscription implements CallSink, Flow.Subscription {
    /// Chunks kept for a slow subscriber before the provider is paused.
    private static final int MOST_QUEUED = 64;

    private static final String DONE = "[DONE]";

    private final Flow.Subscriber<? super ChatCompletionChunk> subscriber;
    private final SseReader reader = new SseReader();
    private final Deque<ChatCompletionChunk> queue = new ArrayDeque<>();
    private @Nullable Loop loop;
    private @Nullable Exchange exchange;
    private @Nullable AnswerHead head;
    private @Nullable Runnable resume;
    private @Nullable Throwable failure;
    private long requested;
    private boolean isComplete;
    private boolean isOver;

    ChunkSubscription(Flow.Subscriber<? super ChatCompletionChunk> subscriber) {
        this.subscriber = subscriber;
    }

    void start(Function<CallSink, Exchange> dispatch, Loop on) {
        loop = on;
        on.run(() -> {
            subscriber.onSubscribe(this);
            if (!isOver) {
                exchange = dispatch.apply(this);
            }
        });
    }

    @Override
    public void request(long count) {
        onLoop(() -> {
            if (count <= 0) {
                broken(new IllegalArgumentException("request must be positive: " + count));
                stop();
                return;
            }
            requested = requested + count < 0 ? Long.MAX_VALUE : requested + count;
            deliver();
        });
    }

    @Override
    public void cancel() {
        onLoop(() -> {
            isOver = true;
            stop();
        });
    }

    private void onLoop(Runnable action) {
        if (loop != null) {
            // After the close nothing comes any more, and nothing is left to cancel.
            loop.tryRun(action);
        }
    }

    private void stop() {
        queue.clear();
        if (exchange != null) {
            exchange.cancel();
        }
    }

    @Override
    public void started(AnswerHead answerHead) {
        head = answerHead;
    }

    @Override
    public void streamed(Buffer bytes) {
        byte[] chunk = bytes.getBytes();
        reader.feed(chunk, 0, chunk.length, this::event);
        deliver();
    }

    private void event(SseEvent event) {
        String json = new String(event.copy(), StandardCharsets.UTF_8);
        if (head != null && !json.equals(DONE)) {
            queue.add(new ChatCompletionChunk(json, head.target().name()));
        }
    }

    @Override
    public boolean isFull() {
        return queue.size() >= MOST_QUEUED;
    }

    @Override
    public void onDrain(Runnable action) {
        resume = action;
    }

    @Override
    public void ended(List<Expense> expenses) {
        isComplete = true;
        deliver();
    }

    @Override
    public void broken(StreamBreak cause) {
        AnswerHead begun = head;
        broken(new CallFailedException(
                "The stream of " + cause.target().name() + " broke: " + cause.detail(),
                Reason.UNAVAILABLE,
                Bound.NOTHING_LEFT,
                begun == null ? List.of() : begun.attempts(),
                List.of(),
                null,
                null));
    }

    @Override
    public void failed(CallFailedException cause) {
        broken(cause);
    }

    @Override
    public void answered(AnswerHead answerHead, Buffer body, List<Expense> expenses) {
        throw new IllegalStateException("a stream was asked for");
    }

    private void broken(Throwable cause) {
        failure = cause;
        isComplete = true;
        deliver();
    }

    private void deliver() {
        while (!isOver && requested > 0 && !queue.isEmpty()) {
            requested--;
            subscriber.onNext(queue.remove());
        }
        if (!isOver && isComplete && queue.isEmpty()) {
            isOver = true;
            complete();
        } else if (resume != null && queue.size() < MOST_QUEUED / 2) {
            Runnable action = resume;
            resume = null;
            action.run();
        }
    }

    private void complete() {
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }
}

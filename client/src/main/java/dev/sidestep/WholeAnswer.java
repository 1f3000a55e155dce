package dev.sidestep;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.call.Expense;
import dev.sidestep.exchange.AnswerHead;
import dev.sidestep.exchange.CallSink;
import dev.sidestep.exchange.Exchange;
import dev.sidestep.exchange.StreamBreak;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/// Takes an answer that is not streamed.
final class WholeAnswer implements CallSink {
    private final CompletableFuture<ChatCompletion> answer = new CompletableFuture<>();

    CompletableFuture<ChatCompletion> answer() {
        return answer;
    }

    void cancelWith(Exchange exchange) {
        answer.whenComplete((_, thrown) -> {
            if (thrown instanceof CancellationException) {
                exchange.cancel();
            }
        });
    }

    @Override
    public void answered(AnswerHead head, Buffer body, List<Expense> expenses) {
        answer.complete(new ChatCompletion(body.getBytes(), head.target(), head.attempts(), head.losses()));
    }

    @Override
    public void failed(CallFailedException failure) {
        answer.completeExceptionally(failure);
    }

    @Override
    public void started(AnswerHead head) {
        throw new IllegalStateException("a stream was not asked for");
    }

    @Override
    public void streamed(Buffer bytes) {
        throw new IllegalStateException("a stream was not asked for");
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void onDrain(Runnable resume) {
        resume.run();
    }

    @Override
    public void ended(List<Expense> expenses) {
        throw new IllegalStateException("a stream was not asked for");
    }

    @Override
    public void broken(StreamBreak cause) {
        throw new IllegalStateException("a stream was not asked for");
    }
}

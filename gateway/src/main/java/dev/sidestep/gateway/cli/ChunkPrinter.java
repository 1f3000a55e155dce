package dev.sidestep.gateway.cli;

import dev.sidestep.ChatCompletionChunk;
import java.io.PrintWriter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;

/// Takes a streamed answer from the event loop and prints it on the thread that asked for it.
final class ChunkPrinter implements Flow.Subscriber<ChatCompletionChunk> {
    private sealed interface Step {
        record Chunk(ChatCompletionChunk chunk) implements Step {}

        record End() implements Step {}

        record Failure(Throwable thrown) implements Step {}
    }

    private final PrintWriter out;
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    // Bounded by what was asked for: one chunk, and the end.
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

    ChunkPrinter(PrintWriter out) {
        this.out = out;
    }

    /// Prints the whole answer.
    ///
    /// @return who answered
    String print() {
        String target = "";
        while (true) {
            subscription.join().request(1);
            switch (next()) {
                case Step.Chunk(var chunk) -> {
                    target = chunk.target();
                    out.print(chunk.text());
                    out.flush();
                }
                case Step.End() -> {
                    out.println();
                    return target;
                }
                case Step.Failure(RuntimeException thrown) -> throw thrown;
                case Step.Failure(var thrown) -> throw new CompletionException(thrown);
            }
        }
    }

    private Step next() {
        try {
            return steps.take();
        } catch (InterruptedException interrupted) {
            subscription.join().cancel();
            Thread.currentThread().interrupt();
            throw new CompletionException("interrupted", interrupted);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
    }

    @Override
    public void onNext(ChatCompletionChunk chunk) {
        steps.add(new Step.Chunk(chunk));
    }

    @Override
    public void onError(Throwable thrown) {
        steps.add(new Step.Failure(thrown));
    }

    @Override
    public void onComplete() {
        steps.add(new Step.End());
    }
}

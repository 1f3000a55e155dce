package dev.sidestep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.call.CallFailedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/// A subscriber that keeps what comes.
final class StreamedAnswer implements Flow.Subscriber<ChatCompletionChunk> {
    /// The end of a stream that ended well.
    static final String COMPLETE = "complete";

    private final long wanted;
    private final List<ChatCompletionChunk> chunks = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CompletableFuture<String> end = new CompletableFuture<>();

    private StreamedAnswer(long wanted) {
        this.wanted = wanted;
    }

    static StreamedAnswer of(Sidestep sidestep, ChatRequest request) {
        return of(sidestep, request, Long.MAX_VALUE);
    }

    /// The same, which asks for no more than so many chunks.
    static StreamedAnswer of(Sidestep sidestep, ChatRequest request, long chunks) {
        StreamedAnswer answer = new StreamedAnswer(chunks);
        sidestep.stream(request).subscribe(answer);
        return answer;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        given.request(wanted);
    }

    @Override
    public void onNext(ChatCompletionChunk chunk) {
        chunks.add(chunk);
        begun.countDown();
    }

    @Override
    public void onError(Throwable thrown) {
        end.complete(thrown instanceof CallFailedException ? "failed: " + thrown.getMessage() : thrown.toString());
    }

    @Override
    public void onComplete() {
        end.complete(COMPLETE);
    }

    /// How it ended: [#COMPLETE], `failed: …` with the failure's message, or whatever else was thrown.
    String end() {
        return end.orTimeout(TwoTargets.SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    boolean isOver() {
        return end.isDone();
    }

    void awaitFirst() throws InterruptedException {
        assertThat(begun.await(TwoTargets.SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    void cancel() {
        subscription.join().cancel();
    }

    List<ChatCompletionChunk> chunks() {
        return chunks;
    }

    /// The text of a stream that ends well.
    String textAtEnd() {
        assertThat(end()).isEqualTo(COMPLETE);
        return text();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.text()));
        return text.toString();
    }
}

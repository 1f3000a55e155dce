package dev.sidestep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.simulator.Where;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Streamed answers through `Flow`.
class StreamTest {
    private static final String FIRST = "llama-3.3-70b-versatile";
    private static final String SECOND = "llama-3.3-70b-specdec";
    private static final Duration SOON = Duration.ofSeconds(10);

    private SimulatorServer server;
    private Sidestep sidestep;

    @BeforeEach
    void start() {
        server = SimulatorServer.start(SimulatorSpec.standard(), 0);
        server.simulator().enforceLimits(false);
        SidestepConfig config = SidestepConfig.builder()
                .catalogue(Catalogue.classic())
                .account(AccountConfig.builder("groq")
                        .key(Secret.of("test-groq"))
                        .baseUrl(server.baseUrl("groq"))
                        .models(List.of(FIRST, SECOND))
                        .build())
                .build();
        sidestep = Sidestep.of(config);
    }

    @AfterEach
    void stop() {
        sidestep.close();
        server.close();
    }

    @Test
    void aLimitBeforeTheStreamIsSteppedAround() throws InterruptedException {
        server.simulator().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(1366));
        Reader reader = new Reader(Long.MAX_VALUE);

        sidestep.stream(ChatRequest.of(FIRST).user("Hello")).subscribe(reader);

        assertThat(reader.end()).isEqualTo("complete");
        assertThat(reader.text()).isNotBlank();
        assertThat(reader.chunks).allMatch(chunk -> chunk.target().equals("groq/" + SECOND));
    }

    @Test
    void anErrorInsideTheStreamBeforeAnyContentIsSteppedAround() throws InterruptedException {
        server.simulator().inject(Where.model("groq", FIRST), Fault.errorAfterRole());
        Reader reader = new Reader(Long.MAX_VALUE);

        sidestep.stream(ChatRequest.of(FIRST).user("Hello")).subscribe(reader);

        assertThat(reader.end()).isEqualTo("complete");
        assertThat(reader.chunks.stream().filter(chunk -> chunk.json().contains("\"role\"")))
                .hasSize(1);
    }

    @Test
    void anErrorAfterContentEndsTheStreamWithAFailure() throws InterruptedException {
        server.simulator().inject(Where.model("groq", FIRST), Fault.errorAfterContent(2));
        Reader reader = new Reader(Long.MAX_VALUE);

        sidestep.stream(ChatRequest.of(FIRST).user("Hello")).subscribe(reader);

        assertThat(reader.end()).startsWith("dev.sidestep.call.CallFailedException");
        assertThat(server.journal().count()).isEqualTo(1);
    }

    @Test
    void noMoreIsHandedOverThanWasAskedFor() throws InterruptedException {
        Reader reader = new Reader(1);

        sidestep.stream(ChatRequest.of(FIRST).user("Hello")).subscribe(reader);
        reader.next();

        assertThat(reader.chunks).isEmpty();
        assertThat(reader.isOver()).isFalse();
    }

    @Test
    void cancellingTheSubscriptionClosesTheRequestAtTheProvider() throws InterruptedException {
        server.simulator().inject(Where.model("groq", FIRST), Fault.stallAfterContent(1));
        Reader reader = new Reader(Long.MAX_VALUE);
        sidestep.stream(ChatRequest.of(FIRST).user("Hello")).subscribe(reader);
        reader.next();

        reader.cancel();

        assertThat(server.journal().awaitOpenRequests(0, SOON)).isTrue();
    }

    @Test
    void cancellingTheFutureClosesTheRequestAtASilentProvider() throws InterruptedException {
        server.simulator().inject(Where.model("groq", FIRST), Fault.silence());
        var answer = sidestep.chatAsync(ChatRequest.of(FIRST).user("Hello")).toCompletableFuture();
        assertThat(server.journal().awaitOpenRequests(1, SOON)).isTrue();

        answer.cancel(true);

        assertThat(server.journal().awaitOpenRequests(0, SOON)).isTrue();
    }

    @Test
    void aSlowReaderMakesTheProviderWait() throws InterruptedException {
        server.simulator().pace(Pace.INSTANT);
        Reader reader = new Reader(1);
        sidestep.stream(ChatRequest.of(FIRST).user("Hello ".repeat(200))).subscribe(reader);
        reader.next();

        reader.request(Long.MAX_VALUE);

        assertThat(reader.end()).isEqualTo("complete");
    }

    /// A subscriber that keeps what comes.
    private static final class Reader implements Flow.Subscriber<ChatCompletionChunk> {
        private final LinkedBlockingQueue<ChatCompletionChunk> chunks = new LinkedBlockingQueue<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private final long first;
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private volatile String end = "";

        Reader(long first) {
            this.first = first;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            given.request(first);
        }

        @Override
        public void onNext(ChatCompletionChunk chunk) {
            chunks.add(chunk);
        }

        @Override
        public void onError(Throwable thrown) {
            end = thrown.toString();
            over.countDown();
        }

        @Override
        public void onComplete() {
            end = "complete";
            over.countDown();
        }

        String end() throws InterruptedException {
            assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
            return end;
        }

        boolean isOver() {
            return over.getCount() == 0;
        }

        ChatCompletionChunk next() throws InterruptedException {
            ChatCompletionChunk chunk = chunks.poll(10, TimeUnit.SECONDS);
            assertThat(chunk).isNotNull();
            return chunk;
        }

        String text() {
            StringBuilder text = new StringBuilder();
            chunks.forEach(chunk -> text.append(chunk.text()));
            return text.toString();
        }

        void request(long count) {
            subscription.join().request(count);
        }

        void cancel() {
            subscription.join().cancel();
        }
    }
}

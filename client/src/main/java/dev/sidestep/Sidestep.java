package dev.sidestep;

import dev.sidestep.call.CallListener;
import dev.sidestep.call.RateLimitStatus;
import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.ConfigException;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.Ticker;
import dev.sidestep.core.failover.Explanation;
import dev.sidestep.exchange.Call;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.exchange.Loop;
import dev.sidestep.exchange.Narration;
import dev.sidestep.exchange.RateLimits;
import dev.sidestep.exchange.Setup;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.openai.OpenAiFormat;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chat calls that go round rate limits: each is answered from whichever configured model and
/// account can answer now.
///
/// ```java
/// try (Sidestep sidestep = Sidestep.fromEnvironment()) {
///     ChatCompletion answer = sidestep.chat(ChatRequest.of("auto").user("Hello!"));
///     System.out.println(answer.text());
/// }
/// ```
///
/// Thread-safe; make one and keep it, since it remembers what is cooling. A blocking call is fine on
/// a virtual thread; it must not be made on an event loop.
public final class Sidestep implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("sidestep");
    private static final Duration EXPIRY_CHECK = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Dispatcher dispatcher;
    private final RateLimits rateLimits;
    private final Loop loop;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private Sidestep(Vertx vertx, Dispatcher dispatcher) {
        this.vertx = vertx;
        this.dispatcher = dispatcher;
        this.rateLimits = new RateLimits(dispatcher);
        this.loop = loopOf(vertx, dispatcher);
        vertx.setPeriodic(EXPIRY_CHECK.toMillis(), _ -> dispatcher.clearExpired());
        dispatcher.watchModels(loop);
    }

    private static Loop loopOf(Vertx vertx, Dispatcher dispatcher) {
        CompletableFuture<Loop> made = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(_ -> made.complete(dispatcher.loop(vertx)));
        return made.join();
    }

    /// With the accounts of the usual environment variables: `GROQ_API_KEY`, `OPENAI_API_KEY`, …
    ///
    /// @throws ConfigException where a variable is malformed, or none is set
    public static Sidestep fromEnvironment() {
        return of(SidestepConfig.fromEnvironment(System.getenv()));
    }

    /// With the configuration of a `sidestep.yaml`.
    ///
    /// @throws ConfigException with every mistake in the file
    public static Sidestep fromFile(Path file) {
        return of(SidestepConfig.read(file, System.getenv()));
    }

    /// With this configuration.
    public static Sidestep of(SidestepConfig config) {
        return builder().config(config).build();
    }

    /// A builder.
    public static Builder builder() {
        return new Builder();
    }

    /// Makes a call and waits for its answer.
    ///
    /// @throws CallFailedException where no configured target could answer within the deadline
    /// @throws InvalidRequestException where a body of the caller's own is no chat call
    public ChatCompletion chat(ChatRequest request) {
        CompletableFuture<ChatCompletion> answer = chatAsync(request).toCompletableFuture();
        try {
            return answer.get();
        } catch (InterruptedException _) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new CompletionException("interrupted while waiting for an answer", null);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException(failed.getCause());
        }
    }

    /// Makes a call. Cancelling the stage's future cancels the request at the provider.
    ///
    /// @return completes with the answer, or exceptionally with a [CallFailedException]
    /// @throws InvalidRequestException where a body of the caller's own is no chat call
    public CompletionStage<ChatCompletion> chatAsync(ChatRequest request) {
        ClientCall call = read(request, false);
        if (call.stream()) {
            throw new IllegalArgumentException("stream is true: take stream(...) for a streamed answer");
        }
        WholeAnswer sink = new WholeAnswer();
        sink.cancelWith(dispatcher.dispatch(new Call.Chat(call, request.terms()), loop, sink));
        return sink.answer();
    }

    /// A call whose answer is streamed. It is made when somebody subscribes, anew for each subscriber;
    /// no more is read from the provider than was asked for, and cancelling the subscription cancels
    /// the request there.
    ///
    /// @return ends with a [CallFailedException] where nothing could answer, or where the stream broke
    /// @throws InvalidRequestException where a body of the caller's own is no streaming chat call
    public Flow.Publisher<ChatCompletionChunk> stream(ChatRequest request) {
        ClientCall call = read(request, true);
        if (!call.stream()) {
            throw new IllegalArgumentException("stream is not true: take chat(...) for a whole answer");
        }
        return subscriber -> new ChunkSubscription(subscriber)
                .start(sink -> dispatcher.dispatch(new Call.Chat(call, request.terms()), loop, sink), loop);
    }

    private static ClientCall read(ChatRequest request, boolean streaming) {
        return OpenAiFormat.INSTANCE.read(request.body(streaming), Map.of());
    }

    /// A call's plan at this moment, without making it.
    public Explanation explain(ChatRequest request) {
        return dispatcher.explain(new Call.Chat(read(request, false), request.terms()));
    }

    /// True while the model cannot be asked at the provider because its limit has not reset.
    ///
    /// @param provider a provider's type or name, or an account's name
    public boolean isRateLimited(String provider, String model) {
        return rateLimits.isRateLimited(provider, model);
    }

    /// The chat models of a provider that can be asked for now, in order.
    public List<String> availableModels(String provider) {
        return rateLimits.availableModels(provider);
    }

    /// What is cooling and what is available.
    public RateLimitStatus status() {
        return rateLimits.status();
    }

    /// Forgets the cooldowns that have ended; they go by themselves, too.
    ///
    /// @return how many
    public int clearExpired() {
        return rateLimits.clearExpired();
    }

    /// Ends the cooldowns of a model at a provider.
    ///
    /// @return how many
    public int clear(String provider, String model) {
        return rateLimits.clear(provider, model);
    }

    /// Ends every cooldown.
    ///
    /// @return how many
    public int clearAll() {
        return rateLimits.clearAll();
    }

    /// Puts another configuration in force. Calls under way end with the one they began with;
    /// cooldowns stay. Time limits of connections stay as they were.
    public void reload(SidestepConfig config) {
        dispatcher.reload(Setup.of(config));
    }

    /// Closes the connections. Calls under way fail.
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        loop.close()
                .thenCompose(_ -> vertx.close().toCompletionStage())
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /// Builds a [Sidestep]. Not thread-safe.
    public static final class Builder {
        private final SidestepConfig.Builder accounts = SidestepConfig.builder();
        private final ArrayList<CallListener> listeners = new ArrayList<>();
        private Optional<SidestepConfig> config = Optional.empty();
        private Dispatcher.Clocks clocks = Dispatcher.Clocks.system();
        private Consumer<Narration.Line> narrator = Sidestep::write;

        private Builder() {}

        /// Adds an account at the provider whose name its own begins with: `groq`, `openai-team-b`.
        public Builder account(String name, String key) {
            return account(AccountConfig.of(name, Secret.of(key)));
        }

        /// Adds an account.
        public Builder account(AccountConfig account) {
            accounts.account(account);
            return this;
        }

        /// Takes this configuration, instead of the accounts added here.
        public Builder config(SidestepConfig value) {
            config = Optional.of(value);
            return this;
        }

        /// Adds a listener for what is decided.
        public Builder listener(CallListener listener) {
            listeners.add(listener);
            return this;
        }

        /// Tells what people read about each failover to this, instead of to the log. Called on event
        /// loops, so it must be quick and must not block.
        public Builder narrator(Consumer<Narration.Line> value) {
            narrator = value;
            return this;
        }

        /// Counts time with these clocks, for tests of an application's own.
        public Builder clocks(Ticker ticker, InstantSource wall) {
            clocks = new Dispatcher.Clocks(ticker, wall);
            return this;
        }

        /// The library, ready for calls.
        ///
        /// @throws ConfigException where what was configured does not fit together
        public Sidestep build() {
            SidestepConfig chosen = config.orElseGet(accounts::build);
            Dispatcher dispatcher = Dispatcher.of(chosen, clocks);
            Narration narration = new Narration(dispatcher);
            dispatcher.listen(event -> narration.lines(event).forEach(narrator));
            listeners.forEach(dispatcher::listen);
            return new Sidestep(Loop.vertx(1), dispatcher);
        }
    }

    private static void write(Narration.Line line) {
        log.atLevel(line.level()).log(line.text());
    }
}

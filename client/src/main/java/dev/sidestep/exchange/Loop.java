package dev.sidestep.exchange;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One event loop with its own HTTP client, so that a call and its attempts never change threads.
/// Everything that belongs to a call happens on its loop.
public final class Loop {
    /// Connections per host and loop. HTTP/1.1 needs one per open stream; more than this many open
    /// streams on one loop would starve it anyway.
    private static final int MOST_CONNECTIONS = 4096;
    /// A header section beyond this is no provider's: it is refused.
    private static final int MOST_HEADER_BYTES = 64 * 1024;
    /// Idle connections are kept for less time than common load balancers keep theirs (60 s).
    private static final int KEEP_ALIVE_SECONDS = 50;

    private final Vertx vertx;
    private final Context context;
    private final Thread thread;
    private final HttpClient http;
    private final RandomGenerator random;
    private final Supplier<MediaFetcher> fetchers;
    private @Nullable MediaFetcher fetcher;
    private final Set<Exchange> open = new HashSet<>();
    private boolean isClosed;

    /// A Vert.x for calls: native transport where there is one, and no cache of files on the disk,
    /// since nothing is served from the class path by it.
    public static Vertx vertx(int eventLoops) {
        FileSystemOptions files =
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(eventLoops)
                .setFileSystemOptions(files));
    }

    /// The loop of the current context. To be made on its thread.
    ///
    /// @param fetchers makes what fetches images, once somebody needs it
    Loop(Vertx vertx, Duration connectTimeout, RandomGenerator random, Supplier<MediaFetcher> fetchers) {
        this.vertx = vertx;
        this.fetchers = fetchers;
        this.context = vertx.getOrCreateContext();
        this.thread = Thread.currentThread();
        this.random = random;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) Math.min(Integer.MAX_VALUE, connectTimeout.toMillis()))
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxInitialLineLength(MOST_HEADER_BYTES)
                .setTcpNoDelay(true);
        // Unbounded by length on purpose: what waits here is a call, and calls are bounded above.
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setMaxWaitQueueSize(-1);
        this.http = vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                // What a provider breaks is told by the attempt's outcome; left alone, it would fill the error log.
                .withConnectHandler(connection -> connection.exceptionHandler(_ -> connection.close()))
                .build();
    }

    HttpClient http() {
        return http;
    }

    /// What fetches images and documents. To be called on the loop.
    MediaFetcher fetcher() {
        if (fetcher == null) {
            fetcher = fetchers.get();
        }
        return fetcher;
    }

    RandomGenerator random() {
        return random;
    }

    /// Runs this on the loop; at once where the caller is on it already.
    ///
    /// @throws IllegalStateException where the loop is closed
    public void run(Runnable action) {
        if (!tryRun(action)) {
            throw new IllegalStateException("closed: no more calls can be made");
        }
    }

    /// The same; false where the loop is closed, and nothing is run any more.
    public boolean tryRun(Runnable action) {
        // Not by context: each request of a server has a context of its own, on the same thread.
        if (Thread.currentThread() == thread) {
            action.run();
            return true;
        }
        try {
            context.runOnContext(_ -> action.run());
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /// Counts a call among those under way.
    ///
    /// @return false where the loop is closed, and none may begin
    boolean began(Exchange exchange) {
        return !isClosed && open.add(exchange);
    }

    /// The same call is over.
    void ended(Exchange exchange) {
        open.remove(exchange);
    }

    /// Runs this on the loop after a while.
    ///
    /// @return the timer's id, for [#cancel]
    long after(long nanos, Runnable action) {
        long millis = Math.max(1, (nanos + 999_999) / 1_000_000);
        return vertx.setTimer(millis, _ -> action.run());
    }

    /// Runs this on another thread, for what would hold up the calls of the loop.
    ///
    /// @return completes on the loop
    <T> Future<T> aside(Callable<T> action) {
        return vertx.executeBlocking(action, false).map(Objects::requireNonNull);
    }

    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }

    /// Fails the calls under way, and closes the connections.
    ///
    /// @return completes when both is done
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        run(() -> {
            isClosed = true;
            List.copyOf(open).forEach(Exchange::abort);
            Future<?> fetching = fetcher == null ? Future.succeededFuture() : fetcher.close();
            Future.join(http.close(), fetching).onComplete(_ -> closed.complete(null));
        });
        return closed;
    }
}

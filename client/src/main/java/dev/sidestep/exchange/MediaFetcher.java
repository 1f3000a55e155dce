package dev.sidestep.exchange;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/// What fetches files from addresses that strangers wrote. It has nothing to do with the accounts' connections and
/// credentials, connects to what [Hosts] told and to nothing else, and follows no redirect by itself. Lives on its
/// loop.
final class MediaFetcher {
    /// What is held at a time for all calls of the loop, in bytes, before it is encoded.
    static final long MOST_HELD_BYTES = 256L * 1024 * 1024;
    /// More than this many connections to one host from one loop is no way to fetch an image.
    private static final int MOST_CONNECTIONS = 32;

    private static final int MOST_WAITING = 128;
    private static final int MOST_HEADER_BYTES = 16 * 1024;

    private final Vertx vertx;
    private final Hosts hosts;
    private final HttpClient http;
    private long heldBytes;

    /// @param usual how connections are made, without what is decided here
    MediaFetcher(Vertx vertx, Hosts hosts, HttpClientOptions usual) {
        this.vertx = vertx;
        this.hosts = hosts;
        // Connections are not kept: the next image is elsewhere.
        HttpClientOptions options = new HttpClientOptions(usual)
                .setVerifyHost(true)
                .setKeepAlive(false)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxInitialLineLength(MOST_HEADER_BYTES);
        this.http = vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setMaxWaitQueueSize(MOST_WAITING))
                .withConnectHandler(connection -> connection.exceptionHandler(_ -> connection.close()))
                .build();
    }

    /// The one for the public internet.
    static MediaFetcher guarded(Vertx vertx, Duration connectTimeout) {
        int millis = (int) Math.min(Integer.MAX_VALUE, connectTimeout.toMillis());
        return new MediaFetcher(vertx, PublicHosts.of(vertx), new HttpClientOptions().setConnectTimeout(millis));
    }

    /// A request for a file. Its host is looked up anew each time, and connected to where it was found.
    Future<HttpClientRequest> request(WebAddress address, String accept) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(address.host())
                .setPort(WebAddress.PORT)
                .setSsl(true)
                .setURI(address.path())
                .setFollowRedirects(false)
                .putHeader("accept", accept)
                .putHeader("user-agent", "sidestep");
        return hosts.locate(address.host()).compose(server -> http.request(options.setServer(server)));
    }

    /// Runs this on the loop after a while.
    ///
    /// @return the timer's id, for [#cancel]
    long after(Duration span, Runnable action) {
        return vertx.setTimer(Math.max(1, span.toMillis()), _ -> action.run());
    }

    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }

    /// Takes room for bytes that are going to be held.
    ///
    /// @return false where there is none
    boolean hold(long bytes) {
        if (heldBytes + bytes > MOST_HELD_BYTES) {
            return false;
        }
        heldBytes += bytes;
        return true;
    }

    /// Gives back what [#hold] took.
    void release(long bytes) {
        heldBytes -= bytes;
    }

    Future<Void> close() {
        return http.close();
    }
}

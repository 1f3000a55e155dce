package dev.sidestep.gateway;

import dev.sidestep.exchange.Loop;
import dev.sidestep.gateway.config.ListenAddress;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.openai.OpenAiFormat;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The part of the gateway that lives on one event loop: a server that shares its port with those of
/// the other loops, and the loop on which its calls are made.
final class Server extends VerticleBase {
    private static final int BACKLOG = 4_096;
    private static final Duration SWEEP = Duration.ofSeconds(1);
    /// Names the free port that all servers of a gateway share.
    private static final int SHARED_PORT_ID = 1;

    private final Service service;
    private final ListenAddress address;
    private final Ingress ingress = new Ingress(this);
    private final Map<HttpConnection, Client> clients = new HashMap<>();
    private final Set<ResponseSink> openCalls = new LinkedHashSet<>();
    private @Nullable HttpServer http;
    private @Nullable Loop loop;

    /// What is known of a connection.
    private static final class Client {
        private int openRequests;
        private boolean hasAsked;
        private long quietSinceNanos;

        private Client(long nowNanos) {
            quietSinceNanos = nowNanos;
        }
    }

    Server(Service service, ListenAddress address) {
        this.service = service;
        this.address = address;
    }

    @Override
    public Future<?> start() {
        loop = service.dispatcher().loop(vertx);
        service.metrics().watch(vertx);
        HttpServerOptions options = new HttpServerOptions()
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false)
                // There are no web sockets here; their compression would look at every message.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(Limits.MOST_LINE_BYTES)
                .setMaxHeaderSize(Limits.MOST_HEADER_BYTES)
                .setMaxChunkSize(Limits.MOST_CHUNK_BYTES);
        http = vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .invalidRequestHandler(this::malformed)
                .requestHandler(this::requested);
        vertx.setPeriodic(SWEEP.toMillis(), _ -> closeQuietClients());
        return http.listen(
                address.port() == 0
                        ? SocketAddress.sharedRandomPort(SHARED_PORT_ID, address.host())
                        : SocketAddress.inetSocketAddress(address.port(), address.host()));
    }

    private void connected(HttpConnection connection) {
        boolean isWelcome = service.intake().connected();
        clients.put(connection, new Client(service.dispatcher().nowNanos()));
        connection.closeHandler(_ -> {
            clients.remove(connection);
            service.intake().disconnected();
        });
        if (!isWelcome) {
            connection.close();
        }
    }

    private void requested(HttpServerRequest request) {
        Client client = clients.get(request.connection());
        if (client != null) {
            client.openRequests++;
            client.hasAsked = true;
            request.response().endHandler(_ -> {
                client.openRequests--;
                client.quietSinceNanos = service.dispatcher().nowNanos();
            });
        }
        ingress.take(request);
    }

    /// Bytes that are no request, or could be read as two different ones.
    private void malformed(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = switch (cause) {
            case TooLongHttpLineException _ -> 414;
            case TooLongHttpHeaderException _ -> 431;
            case null, default -> 400;
        };
        String message = switch (status) {
            case 414 -> "The request line is longer than " + Limits.MOST_LINE_BYTES + " bytes";
            case 431 -> "The request's headers are larger than " + Limits.MOST_HEADER_BYTES + " bytes";
            default -> "The request is not valid HTTP";
        };
        RequestId id = RequestId.fresh();
        ApiError error = ApiError.of(message, "invalid_request_error", "malformed_request")
                .with(Map.of(id.name(), id.text()));
        request.response().putHeader(id.header(), id.text());
        request.response().exceptionHandler(_ -> {});
        Request.answer(
                request, status, "application/json", Buffer.buffer(OpenAiFormat.INSTANCE.error(status, error)), true);
        request.connection().close();
    }

    private void closeQuietClients() {
        long nowNanos = service.dispatcher().nowNanos();
        List<HttpConnection> quiet = clients.entrySet().stream()
                .filter(entry -> isQuiet(entry.getValue(), nowNanos))
                .map(Map.Entry::getKey)
                .toList();
        quiet.forEach(HttpConnection::close);
    }

    private boolean isQuiet(Client client, long nowNanos) {
        Duration most =
                client.hasAsked ? service.limits().idleTime() : service.limits().firstRequestTime();
        return client.openRequests == 0 && nowNanos - client.quietSinceNanos > most.toNanos();
    }

    Service service() {
        return service;
    }

    Vertx vertx() {
        return vertx;
    }

    Loop loop() {
        if (loop == null) {
            throw new IllegalStateException("not started");
        }
        return loop;
    }

    int port() {
        if (http == null) {
            throw new IllegalStateException("not started");
        }
        return http.actualPort();
    }

    /// Counts a call among those under way.
    void began(ResponseSink call) {
        openCalls.add(call);
        service.intake().callBegan();
    }

    /// The same call is over.
    void ended(ResponseSink call) {
        if (openCalls.remove(call)) {
            service.intake().callEnded();
        }
    }

    /// Stops accepting, lets what is under way end, and closes what is left after the limit.
    Future<Void> drain(Duration limit) {
        return onLoop(() -> {
            if (http == null) {
                return Future.succeededFuture();
            }
            long timer = limit.isPositive() ? vertx.setTimer(limit.toMillis(), _ -> abortAll()) : -1;
            if (timer < 0) {
                abortAll();
            }
            return http.shutdown(limit.plus(service.limits().lingerTime())).onComplete(_ -> vertx.cancelTimer(timer));
        });
    }

    /// Ends every call that is under way with an error.
    Future<Void> abort() {
        return onLoop(() -> {
            abortAll();
            return Future.succeededFuture();
        });
    }

    private void abortAll() {
        List.copyOf(openCalls).forEach(ResponseSink::abort);
    }

    private Future<Void> onLoop(Supplier<Future<Void>> action) {
        if (loop == null) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        loop.run(() -> action.get().onComplete(done));
        return done.future();
    }
}

package dev.sidestep.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Collects a request's body, up to a limit. Used on one event loop.
final class RequestReader {
    private static final int MAX_BODY_BYTES = 64 << 20; // what the real APIs accept, images included

    private final HttpServerRequest request;
    private final ProviderSpec provider;
    private final String path;
    private final Buffer body = Buffer.buffer();
    private boolean tooLarge;

    /// The path is the whole one, below which the provider is mounted.
    RequestReader(HttpServerRequest request, ProviderSpec provider, String path) {
        this.request = request;
        this.provider = provider;
        this.path = path.substring(provider.path().length());
    }

    /// Passes the request on when all of it is there; a client that goes before that is never heard of.
    void read(Consumer<SimulatedRequest> whenRead) {
        request.handler(this::append);
        request.endHandler(_ -> {
            if (!tooLarge) {
                whenRead.accept(received());
            }
        });
        request.exceptionHandler(_ -> tooLarge = true);
    }

    private void append(Buffer piece) {
        if (tooLarge) {
            return;
        }
        if (body.length() + piece.length() > MAX_BODY_BYTES) {
            tooLarge = true;
            request.response()
                    .setStatusCode(413)
                    .putHeader("content-type", "application/json")
                    .putHeader("connection", "close")
                    .end("{\"error\":{\"message\":\"Request Entity Too Large\","
                            + "\"type\":\"invalid_request_error\",\"code\":\"request_too_large\"}}");
            return;
        }
        body.appendBuffer(piece);
    }

    private SimulatedRequest received() {
        return new SimulatedRequest(provider.name(), request.method().name(), path, headers(), body.getBytes());
    }

    private Map<String, String> headers() {
        var headers = new HashMap<String, String>();
        request.headers()
                .forEach((name, value) ->
                        headers.merge(name.toLowerCase(Locale.ROOT), value, (first, more) -> first + ", " + more));
        return headers;
    }
}

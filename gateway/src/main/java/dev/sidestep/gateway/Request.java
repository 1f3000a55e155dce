package dev.sidestep.gateway;

import dev.sidestep.exchange.Loop;
import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.format.ClientFormat;
import dev.sidestep.wire.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request of a client, with its path read and its caller known. Lives on its event loop.
final class Request {
    private static final Logger log = LoggerFactory.getLogger(Request.class);
    private static final String JSON = "application/json";
    private static final String CLIENT_ID = "x-request-id";

    private final HttpServerRequest http;
    private final Service service;
    private final Service.InForce inForce;
    private final Server server;
    private final RequestPath path;
    private final List<String> variables;
    private final String caller;
    private final ClientFormat format;
    private final long startedNanos;
    private final String clientRequest;
    private RequestId id = RequestId.fresh();

    Request(
            HttpServerRequest http,
            Server server,
            Service.InForce inForce,
            RequestPath path,
            List<String> variables,
            String caller,
            WireFormat wire) {
        this.http = http;
        this.server = server;
        this.service = server.service();
        this.inForce = inForce;
        this.path = path;
        this.variables = variables;
        this.caller = caller;
        this.format = Formats.ofClients(wire);
        this.startedNanos = service.dispatcher().nowNanos();
        this.clientRequest = echoed(http);
    }

    /// What the client calls it, which its answer repeats; empty where it calls it nothing.
    private static String echoed(HttpServerRequest http) {
        String given = http.getHeader(CLIENT_ID);
        if (given == null || !RequestId.isSound(given)) {
            return "";
        }
        http.response().putHeader(CLIENT_ID, given);
        return given;
    }

    /// The same request, made by another caller.
    Request as(String other) {
        return new Request(http, server, inForce, path, variables, other, format.wire());
    }

    HttpServerRequest http() {
        return http;
    }

    HttpServerResponse response() {
        return http.response();
    }

    Service service() {
        return service;
    }

    Server server() {
        return server;
    }

    Vertx vertx() {
        return server.vertx();
    }

    Loop loop() {
        return server.loop();
    }

    Service.InForce inForce() {
        return inForce;
    }

    /// What stands in the place of the path's braces.
    String variable(int index) {
        return variables.get(index);
    }

    Map<String, String> query() {
        return path.query();
    }

    /// The hash of the key that was shown; empty where none has to be.
    String caller() {
        return caller;
    }

    /// How its client speaks, and is spoken to.
    ClientFormat format() {
        return format;
    }

    /// What its client calls it; empty for nothing.
    String clientRequest() {
        return clientRequest;
    }

    /// It became this call, by whose id it goes from now on.
    void became(String call) {
        id = RequestId.of(call);
    }

    /// When it began, as the ticker counts.
    long startedNanos() {
        return startedNanos;
    }

    /// Answers with JSON.
    void answer(int status, Object document) {
        answer(status, JSON, Buffer.buffer(Json.bytes(document)));
    }

    /// Answers with an error.
    void refuse(int status, ApiError error) {
        ApiError told = error.with(Map.of(id.name(), id.text()));
        answer(status, JSON, Buffer.buffer(format.error(status, told)));
    }

    /// Answers with what was made elsewhere.
    void answer(Reply reply) {
        reply.error()
                .ifPresentOrElse(
                        error -> refuse(reply.status(), error),
                        () -> answer(reply.status(), reply.contentType(), reply.body()));
    }

    /// Answers with what is made on a worker thread: there files may be read, and thousands of targets looked at.
    void answerLater(Callable<Reply> question) {
        vertx().executeBlocking(question, false).onSuccess(this::answer).onFailure(this::failed);
    }

    /// Answers that the gateway itself failed, which the log tells more of.
    void failed(Throwable bug) {
        log.atError()
                .addKeyValue(id.name(), id.text())
                .setCause(bug)
                .log("{} {} failed", http.method(), path.segments());
        refuse(500, ApiError.of("The gateway failed; its log says why", "server_error", "internal_error"));
    }

    /// Has its answer tell by which id it is found again.
    void tellId() {
        if (!response().headWritten()) {
            response().putHeader(id.header(), id.text());
        }
    }

    /// Answers, unless somebody already did, or the client is gone.
    void answer(int status, String contentType, Buffer body) {
        tellId();
        answer(http, status, contentType, body, service.isDraining());
    }

    static void answer(HttpServerRequest http, int status, String contentType, Buffer body, boolean isLast) {
        HttpServerResponse response = http.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status);
        response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        response.putHeader("x-content-type-options", "nosniff");
        if (isLast) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (http.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body);
        }
    }
}

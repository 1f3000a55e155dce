package dev.sidestep.gateway;

import dev.sidestep.gateway.auth.Visit;
import dev.sidestep.gateway.dashboard.Viewer;
import dev.sidestep.wire.format.ApiError;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/// Somebody who looks at the live feed over HTTP. Writes on its event loop, whoever calls.
final class LiveViewer implements Viewer {
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String SECONDS_UNTIL_RETRY = "5";

    private final Request request;
    private final HttpServerResponse response;
    private final Context loop;
    private final Visit visit;

    /// Told on the loop, and asked elsewhere: a response that has ended cannot be asked.
    private volatile boolean isBehind;

    private LiveViewer(Request request, Context loop) {
        this.request = request;
        this.response = request.response();
        this.loop = loop;
        this.visit = Visit.of(request.http());
    }

    static void look(Request request, byte[] body) {
        if (request.http().method().equals(HttpMethod.HEAD)) {
            request.answer(200, EVENT_STREAM, Buffer.buffer());
            return;
        }
        LiveViewer viewer = new LiveViewer(request, request.vertx().getOrCreateContext());
        viewer.begin();
    }

    private void begin() {
        if (request.service().isDraining() || !request.service().live().join(this, seen(), request.vertx())) {
            response.putHeader("retry-after", SECONDS_UNTIL_RETRY);
            request.refuse(
                    503,
                    ApiError.of(
                            "The gateway is stopping, or as many look at it live as may: close a dashboard, or try again",
                            "server_error",
                            "too_many_viewers"));
            return;
        }
        response.closeHandler(_ -> leave());
        response.exceptionHandler(_ -> leave());
        response.drainHandler(_ -> isBehind = false);
        response.putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM);
        // Proxies in front that buffer would hold the stream back.
        response.putHeader("x-accel-buffering", "no");
        response.putHeader("x-content-type-options", "nosniff");
        request.tellId();
        response.setChunked(true);
        response.writeHead();
    }

    /// The id of the last frame that it has had; 0 where it tells none, or none of ours.
    private long seen() {
        return Optional.ofNullable(request.http().getHeader("last-event-id"))
                .filter(id -> id.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private void leave() {
        request.service().live().leave(this);
    }

    @Override
    public void send(Buffer bytes) {
        loop.runOnContext(_ -> {
            if (!response.ended() && !response.closed()) {
                response.write(bytes);
                isBehind = response.writeQueueFull();
            }
        });
    }

    @Override
    public boolean isBehind() {
        return isBehind;
    }

    /// By the configuration that is in force now, not by the one that the request began with.
    @Override
    public boolean mayLook() {
        return request.service().inForce().admission().stillAdmits(visit);
    }

    /// One that reads nothing is cut off, since an end would never reach it.
    @Override
    public void end() {
        loop.runOnContext(_ -> {
            leave();
            if (isBehind) {
                request.http().connection().close();
            } else if (!response.ended() && !response.closed()) {
                response.end();
            }
        });
    }
}

package dev.sidestep.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One request for a small document, tried once, within a time and a size. One use; lives on its loop.
final class PageRequest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final int OK = 200;

    private final Loop loop;
    private final Promise<Buffer> body = Promise.promise();
    private @Nullable HttpClientRequest request;

    PageRequest(Loop loop) {
        this.loop = loop;
    }

    /// The body of an answer with status 200; fails on everything else, with words that name no credential.
    Future<Buffer> send(RequestOptions options) {
        long timer = loop.after(LIMIT.toNanos(), () -> fail("no answer within " + LIMIT.toSeconds() + " s"));
        loop.http().request(options).onComplete(this::opened, this::failed);
        return body.future().onComplete(_ -> loop.cancel(timer));
    }

    private void opened(HttpClientRequest opened) {
        request = opened;
        if (body.future().isComplete()) {
            opened.reset();
        } else {
            opened.send().onComplete(this::answered, this::failed);
        }
    }

    private void answered(HttpClientResponse answer) {
        answer.exceptionHandler(this::failed);
        if (answer.statusCode() != OK) {
            fail("status " + answer.statusCode());
            return;
        }
        Buffer gathered = Buffer.buffer();
        answer.handler(chunk -> {
            if (gathered.length() + chunk.length() <= MOST_BYTES) {
                gathered.appendBuffer(chunk);
            } else {
                fail("more than " + MOST_BYTES + " bytes");
            }
        });
        answer.endHandler(_ -> body.tryComplete(gathered));
    }

    private void failed(Throwable thrown) {
        fail(Transport.textOf(thrown));
    }

    private void fail(String what) {
        if (body.tryFail(what) && request != null) {
            request.reset();
        }
    }
}

package dev.sidestep.gateway;

import dev.sidestep.wire.format.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.function.Consumer;

/// Reads a request's body: bounded in size and time, and not a byte of it where its headers already
/// say that it is not wanted. Lives on its event loop; one use.
final class BodyReader {
    /// A body is believed to be as long as it says only as it arrives.
    private static final int FIRST_BYTES = 64 * 1024;

    private static final long UNKNOWN = -1;

    private final Request request;
    private final HttpServerRequest http;
    private final long mostBytes;
    private byte[] bytes = new byte[0];
    private int size;
    private long reservedBytes;
    private long timer;
    private boolean isOver;

    BodyReader(Request request) {
        this(request, request.inForce().config().maxBodyBytes());
    }

    private BodyReader(Request request, long mostBytes) {
        this.request = request;
        this.http = request.http();
        this.mostBytes = mostBytes;
    }

    /// For what anybody may send.
    static BodyReader small(Request request) {
        return new BodyReader(request, Limits.MOST_OPEN_BODY_BYTES);
    }

    /// Reads it to its end. What is wrong with it is answered here.
    void read(Consumer<byte[]> then) {
        long declared = declaredBytes();
        String encoding = http.getHeader(HttpHeaders.CONTENT_ENCODING);
        String expected = http.getHeader(HttpHeaders.EXPECT);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            refuse(415, invalid("The body must not be encoded: expected no content-encoding", "encoded_body"));
        } else if (declared > mostBytes) {
            refuse(413, tooLarge());
        } else if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
            refuse(417, invalid("The only expectation that can be met is 100-continue", "unknown_expectation"));
        } else {
            receive(declared, expected != null, then);
        }
    }

    private void receive(long declared, boolean isContinueExpected, Consumer<byte[]> then) {
        timer = request.vertx().setTimer(request.service().limits().bodyTime().toMillis(), _ -> tooSlow());
        http.handler(chunk -> append(chunk, declared));
        http.exceptionHandler(_ -> broken());
        http.endHandler(_ -> {
            if (!isOver) {
                finish();
                then.accept(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
            }
        });
        if (isContinueExpected && http.version() == HttpVersion.HTTP_1_1) {
            http.response().writeContinue();
        }
    }

    /// The client is gone, or what it sends is no HTTP.
    private void broken() {
        if (!isOver) {
            refuse(400, invalid("The body is not valid HTTP, or it broke off", "malformed_request"));
            http.connection().close();
        }
    }

    private void append(Buffer chunk, long declared) {
        if (isOver) {
            return;
        }
        long grown = (long) size + chunk.length();
        if (grown > mostBytes) {
            refuse(413, tooLarge());
            return;
        }
        if (grown > bytes.length && !grow(grown, declared)) {
            http.response().putHeader("retry-after", "1");
            refuse(
                    503,
                    ApiError.of(
                            "The gateway is reading more bodies than it has room for", "server_error", "overloaded"));
            return;
        }
        chunk.getBytes(bytes, size);
        size = (int) grown;
    }

    /// Makes room by doubling, up to what was declared.
    private boolean grow(long least, long declared) {
        long doubled = Math.max(least, Math.max(Math.min(FIRST_BYTES, mostBytes), 2L * bytes.length));
        int length = Math.toIntExact(Math.min(declared == UNKNOWN ? mostBytes : Math.max(declared, least), doubled));
        if (!request.service().intake().reserveBytes(length - (long) bytes.length)) {
            return false;
        }
        reservedBytes += length - (long) bytes.length;
        bytes = Arrays.copyOf(bytes, length);
        return true;
    }

    private void tooSlow() {
        refuse(
                408,
                invalid(
                        "The body did not arrive within "
                                + request.service().limits().bodyTime().toSeconds() + " seconds",
                        "request_timeout"));
    }

    /// Refuses a request whose body was not read to its end. What still comes is dropped for a while,
    /// since closing at once would take the answer away from the client; then the connection closes.
    void refuse(int status, ApiError error) {
        finish();
        if (http.isEnded()) {
            request.refuse(status, error);
            return;
        }
        long linger = request.vertx()
                .setTimer(
                        request.service().limits().lingerTime().toMillis(),
                        _ -> http.connection().close());
        http.handler(_ -> {});
        http.exceptionHandler(_ -> request.vertx().cancelTimer(linger));
        http.endHandler(_ -> request.vertx().cancelTimer(linger));
        request.refuse(status, error);
    }

    private void finish() {
        if (!isOver) {
            isOver = true;
            request.vertx().cancelTimer(timer);
            request.service().intake().releaseBytes(reservedBytes);
        }
    }

    private long declaredBytes() {
        String length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
        // Netty has refused what is no number.
        return length == null ? UNKNOWN : Long.parseLong(length.strip());
    }

    private ApiError tooLarge() {
        String limit = mostBytes == Limits.MOST_OPEN_BODY_BYTES ? "" : " (gateway.max-body)";
        return invalid("The body is larger than " + mostBytes + " bytes" + limit, "request_too_large");
    }

    private static ApiError invalid(String message, String code) {
        return ApiError.of(message, "invalid_request_error", code);
    }
}

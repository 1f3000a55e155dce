package dev.sidestep.simulator;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// One connection: Netty's decoder reads its requests, and answers go out as the very bytes that their steps say. An
/// HTTP server proper would refuse to send most of what a fault needs. Lives on one event loop.
final class HttpConnection {
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_HEADER_BYTES = 64 << 10; // more than any SDK sends
    private static final int MAX_PIECE_BYTES = 64 << 10;
    private static final int MAX_BODY_BYTES = 64 << 20; // what the real APIs accept, images included
    private static final int MAX_PIPELINED = 16; // hardly any client sends a request before the last answer is there
    private static final String VERTX_HANDLER = "handler";

    private final Vertx vertx;
    private final NetSocketInternal socket;
    private final Stage stage;
    private final Queue<Received> pipelined = new ArrayDeque<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable HttpRequest head;
    private @Nullable Player player;

    /// A whole request as it came.
    record Received(
            String method, String path, String query, Map<String, String> headers, byte[] body, boolean keepAlive) {}

    /// What is to be played, and who is to hear how it goes.
    record Performance(List<Step> steps, Player.Listener listener) {}

    /// Decides what is played when a request has come.
    interface Stage {
        Performance stage(Received request);
    }

    private HttpConnection(Vertx vertx, NetSocketInternal socket, Stage stage) {
        this.vertx = vertx;
        this.socket = socket;
        this.stage = stage;
    }

    static void serve(Vertx vertx, NetSocketInternal socket, Stage stage) {
        var connection = new HttpConnection(vertx, socket, stage);
        socket.messageHandler(connection::receive);
        socket.closeHandler(_ -> connection.closed());
        socket.exceptionHandler(_ -> socket.close());
        var decoder = new HttpRequestDecoder(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_PIECE_BYTES);
        socket.channelHandlerContext().pipeline().addBefore(VERTX_HANDLER, "http", decoder);
    }

    private void receive(Object message) {
        try {
            if (message instanceof HttpRequest request) {
                begin(request);
            }
            if (message instanceof HttpContent content) {
                append(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            refuse("400 Bad Request");
            return;
        }
        head = request;
        if (HttpUtil.is100ContinueExpected(request)) {
            socket.write("HTTP/1.1 100 Continue\r\n\r\n");
        }
    }

    private void append(HttpContent content) {
        var request = head;
        if (request == null) {
            return;
        }
        int length = content.content().readableBytes();
        if (content.decoderResult().isFailure()) {
            refuse("400 Bad Request");
        } else if (body.size() + length > MAX_BODY_BYTES) {
            refuse("413 Request Entity Too Large");
        } else {
            var bytes = new byte[length];
            content.content().getBytes(content.content().readerIndex(), bytes);
            body.writeBytes(bytes);
            if (content instanceof LastHttpContent) {
                head = null;
                arrived(received(request));
            }
        }
    }

    private Received received(HttpRequest request) {
        var headers = new HashMap<String, String>();
        request.headers()
                .forEach(header -> headers.merge(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue(),
                        (first, more) -> first + ", " + more));
        var uri = request.uri().replaceFirst("#.*", "");
        int mark = uri.indexOf('?');
        var received = new Received(
                request.method().name(),
                (mark < 0 ? uri : uri.substring(0, mark)).replace("%3A", ":"), // some clients write model:method so
                mark < 0 ? "" : uri.substring(mark + 1),
                headers,
                body.toByteArray(),
                HttpUtil.isKeepAlive(request));
        body.reset();
        return received;
    }

    private void arrived(Received request) {
        if (player == null) {
            play(request);
        } else if (pipelined.size() < MAX_PIPELINED) {
            pipelined.add(request);
        } else {
            socket.close();
        }
    }

    private void play(Received request) {
        var performance = stage.stage(request);
        player = new Player(vertx, socket, performance.steps(), new Player.Listener() {
            @Override
            public void headSent(int status) {
                performance.listener().headSent(status);
            }

            @Override
            public void ended(JournalEntry.State how) {
                performance.listener().ended(how);
                if (how == JournalEntry.State.ANSWERED) {
                    next(request.keepAlive());
                }
            }
        });
        player.play();
    }

    private void next(boolean keepAlive) {
        player = null;
        if (!keepAlive) {
            socket.close();
            return;
        }
        var request = pipelined.poll();
        if (request != null) {
            vertx.runOnContext(_ -> play(request)); // not from within the last one: its stack would grow
        }
    }

    private void closed() {
        if (player != null) {
            player.abandon();
        }
    }

    /// For what is no request at all: it is answered without being told to anybody.
    private void refuse(String status) {
        head = null;
        socket.write(Buffer.buffer(("HTTP/1.1 " + status + "\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1)))
                .onComplete(_ -> socket.close());
    }
}

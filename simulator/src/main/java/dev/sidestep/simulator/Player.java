package dev.sidestep.simulator;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;

/// Plays an answer's steps on one connection, in real time. Lives on the connection's event loop.
final class Player {
    private static final long NO_TIMER = -1;
    private static final int STEPS_PER_TURN = 256; // then other connections get their turn

    private final Vertx vertx;
    private final NetSocketInternal socket;
    private final List<Step> steps;
    private final Listener listener;

    private int next;
    private long dueNanos = System.nanoTime();
    private long timer = NO_TIMER;
    private boolean chunked;
    private boolean ended;

    /// Hears how the playing goes. Called on the event loop.
    interface Listener {
        void headSent(int status);

        /// Called once, whatever happens.
        void ended(JournalEntry.State how);
    }

    /// For answers that nobody keeps account of.
    record Ignored() implements Listener {
        @Override
        public void headSent(int status) {}

        @Override
        public void ended(JournalEntry.State how) {}
    }

    Player(Vertx vertx, NetSocketInternal socket, List<Step> steps, Listener listener) {
        this.vertx = vertx;
        this.socket = socket;
        this.steps = steps;
        this.listener = listener;
    }

    /// Plays on, until a step makes it wait.
    void play() {
        timer = NO_TIMER;
        int played = 0;
        while (!ended && next < steps.size()) {
            if (socket.writeQueueFull()) {
                socket.drainHandler(_ -> {
                    socket.drainHandler(null); // a later drain must not cut a pause short
                    play();
                });
                return;
            }
            if (++played > STEPS_PER_TURN) {
                vertx.runOnContext(_ -> play());
                return;
            }
            if (!play(steps.get(next++))) {
                return;
            }
        }
    }

    /// The client has gone.
    void abandon() {
        end(JournalEntry.State.ABANDONED);
    }

    /// Answers whether the next step may follow at once.
    private boolean play(Step step) {
        switch (step) {
            case Step.Head head -> head(head);
            case Step.Send(var bytes) -> send(bytes);
            case Step.Raw(var bytes) -> socket.write(Buffer.buffer(bytes));
            case Step.Pause(var duration) -> {
                return pause(duration);
            }
            case Step.Repeat(var bytes, var every) -> {
                repeat(bytes, every);
                return false;
            }
            case Step.Silence() -> {
                return false;
            }
            case Step.End() -> {
                if (chunked) {
                    socket.write("0\r\n\r\n");
                }
                end(JournalEntry.State.ANSWERED);
            }
            case Step.Close() -> {
                end(JournalEntry.State.BROKEN);
                socket.close();
            }
            case Step.Reset() -> reset();
        }
        return true;
    }

    private void head(Step.Head head) {
        chunked = head.contentLength() == Step.Head.CHUNKED;
        var text = new StringBuilder("HTTP/1.1 ")
                .append(HttpResponseStatus.valueOf(head.status()))
                .append("\r\n");
        for (Map.Entry<String, String> header : head.headers()) {
            text.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (head.headers().stream().noneMatch(header -> header.getKey().equalsIgnoreCase("date"))) {
            text.append("date: ").append(DateFormatter.format(new Date())).append("\r\n");
        }
        text.append(chunked ? "transfer-encoding: chunked" : "content-length: " + head.contentLength());
        socket.write(Buffer.buffer(text.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1)));
        listener.headSent(head.status());
    }

    private void send(byte[] bytes) {
        if (bytes.length == 0) {
            return; // an empty chunk would end the body
        }
        if (!chunked) {
            socket.write(Buffer.buffer(bytes));
            return;
        }
        socket.write(Buffer.buffer(Integer.toHexString(bytes.length))
                .appendString("\r\n")
                .appendBytes(bytes)
                .appendString("\r\n"));
    }

    // Against a schedule, not from now on: late timers would otherwise slow a stream down, token by token.
    private boolean pause(Duration duration) {
        dueNanos += duration.toNanos();
        long leftNanos = dueNanos - System.nanoTime();
        if (leftNanos <= 0) {
            return true;
        }
        timer = vertx.setTimer(Math.max(1, GoDuration.ceilMillis(leftNanos)), _ -> play());
        return false;
    }

    private void repeat(byte[] bytes, Duration every) {
        timer = vertx.setPeriodic(Math.max(1, every.toMillis()), _ -> {
            if (!socket.writeQueueFull()) {
                send(bytes);
            }
        });
    }

    private void reset() {
        end(JournalEntry.State.BROKEN);
        // Closing with 0 s to linger sends a reset.
        socket.channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        socket.close();
    }

    private void end(JournalEntry.State how) {
        if (ended) {
            return;
        }
        ended = true;
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
        }
        listener.ended(how);
    }
}

package dev.sidestep.simulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/// Plays an answer's steps on one connection, in real time. Lives on the request's event loop.
final class Player {
    private static final long NO_TIMER = -1;
    private static final int PIECES_PER_TURN = 256; // then other connections get their turn

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final Channel channel;
    private final SimulatedAnswer answer;
    private final Listener listener;

    private int next;
    private long dueNanos = System.nanoTime();
    private long timer = NO_TIMER;
    private boolean ended;

    /// Hears how the playing goes. Called on the event loop.
    interface Listener {
        void headSent(int status);

        /// Called once, whatever happens.
        void ended(JournalEntry.State how);
    }

    Player(Vertx vertx, HttpServerRequest request, SimulatedAnswer answer, Listener listener) {
        this.vertx = vertx;
        this.response = request.response();
        // Resets and bytes past HTTP need the channel itself, which only Vert.x's implementation hands out.
        this.channel = ((ConnectionBase) request.connection()).channel();
        this.answer = answer;
        this.listener = listener;
    }

    void play() {
        response.closeHandler(_ -> end(JournalEntry.State.ABANDONED));
        response.exceptionHandler(_ -> end(JournalEntry.State.ABANDONED));
        if (response.closed()) {
            end(JournalEntry.State.ABANDONED);
            return;
        }
        advance();
    }

    /// Plays on until a step makes it wait.
    private void advance() {
        timer = NO_TIMER;
        int played = 0;
        while (!ended && next < answer.steps().size()) {
            if (response.writeQueueFull()) {
                response.drainHandler(_ -> resume());
                return;
            }
            if (++played > PIECES_PER_TURN) {
                vertx.runOnContext(_ -> resume());
                return;
            }
            if (!play(answer.steps().get(next++))) {
                return;
            }
        }
    }

    private void resume() {
        if (!ended && timer == NO_TIMER) {
            advance();
        }
    }

    /// Answers whether the next step may follow at once.
    private boolean play(Step step) {
        switch (step) {
            case Step.Head head -> head(head);
            case Step.Send(var bytes) -> response.write(Buffer.buffer(bytes));
            case Step.Raw(var bytes) -> raw(bytes);
            case Step.Pause(var duration) -> {
                return pause(duration);
            }
            case Step.Repeat repeat -> {
                repeat(repeat);
                return false;
            }
            case Step.Silence() -> {
                return false;
            }
            case Step.End() -> {
                response.end();
                end(JournalEntry.State.ANSWERED);
            }
            case Step.Close() -> {
                end(JournalEntry.State.BROKEN);
                channel.close();
            }
            case Step.Reset() -> {
                end(JournalEntry.State.BROKEN);
                channel.config().setOption(ChannelOption.SO_LINGER, 0); // a close that lingers for 0 s is a reset
                channel.close();
            }
        }
        return true;
    }

    private void head(Step.Head head) {
        response.setStatusCode(head.status());
        head.headers().forEach(header -> response.headers().add(header.getKey(), header.getValue()));
        if (head.contentLength() == Step.Head.CHUNKED) {
            response.setChunked(true);
        } else {
            response.putHeader("content-length", String.valueOf(head.contentLength()));
        }
        response.writeHead();
        listener.headSent(head.status());
    }

    private void raw(byte[] bytes) {
        // From the first handler on, the way out leads past the HTTP encoder.
        channel.pipeline().firstContext().writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    // Against a schedule, not from now on: late timers would otherwise slow a stream down, token by token.
    private boolean pause(Duration duration) {
        dueNanos += duration.toNanos();
        long leftNanos = dueNanos - System.nanoTime();
        if (leftNanos <= 0) {
            return true;
        }
        timer = vertx.setTimer(Math.max(1, GoDuration.ceilMillis(leftNanos)), _ -> advance());
        return false;
    }

    private void repeat(Step.Repeat repeat) {
        timer = vertx.setPeriodic(Math.max(1, repeat.every().toMillis()), _ -> {
            if (!response.writeQueueFull()) {
                response.write(Buffer.buffer(repeat.bytes()));
            }
        });
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

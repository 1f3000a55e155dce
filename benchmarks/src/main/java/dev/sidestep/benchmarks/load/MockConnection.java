package dev.sidestep.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection to the provider. A text of the call tells its id and, for a stream, how many chunks to send how far
/// apart: proxies pass it on.
final class MockConnection extends HttpFraming {
    private static final ByteBuf MARK = ascii("\"" + Request.MARK);
    private static final ByteBuf MODEL = ascii("\"model\":\"");

    private final MockStats stats;
    private @Nullable ScheduledFuture<?> stream;
    private long chunksLeft;

    MockConnection(MockStats stats) {
        this.stats = stats;
    }

    @Override
    void message(ChannelHandlerContext context, String head, ByteBuf body, boolean isWhole) {
        String model = valueOf(MODEL, body);
        Command user = Command.read(valueOf(MARK, body).replace(';', ' '));
        long id = user.values().containsKey("id") ? user.number("id") : 0;
        if (model.startsWith("limited")) {
            stats.refused(id);
            context.writeAndFlush(MockAnswers.REFUSED.duplicate());
            return;
        }
        stats.answered(id);
        if (model.startsWith("stream")) {
            start(context, user.number("chunks"), user.number("micros"));
        } else {
            context.writeAndFlush(MockAnswers.CHAT.duplicate());
        }
    }

    private static String valueOf(ByteBuf name, ByteBuf body) {
        int at = ByteBufUtil.indexOf(name, body);
        if (at < 0) {
            return "";
        }
        int from = at + name.readableBytes();
        int to = body.indexOf(from, body.writerIndex(), (byte) '"');
        return body.toString(from, to - from, StandardCharsets.US_ASCII);
    }

    private void start(ChannelHandlerContext context, long chunks, long micros) {
        stats.streamOpened();
        chunksLeft = chunks;
        context.write(MockAnswers.STREAM_HEAD.duplicate());
        context.writeAndFlush(MockAnswers.STREAM_CHUNK.duplicate());
        stream = context.executor().scheduleAtFixedRate(() -> chunk(context), micros, micros, TimeUnit.MICROSECONDS);
    }

    private void chunk(ChannelHandlerContext context) {
        stats.chunk();
        chunksLeft--;
        if (chunksLeft > 0) {
            context.writeAndFlush(MockAnswers.STREAM_CHUNK.duplicate());
            return;
        }
        context.writeAndFlush(MockAnswers.STREAM_END.duplicate());
        endStream();
    }

    private void endStream() {
        ScheduledFuture<?> running = stream;
        if (running != null) {
            running.cancel(false);
            stream = null;
            stats.streamClosed();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        endStream();
        super.channelInactive(context);
    }

    /// A proxy that hangs up resets the connection: that is its right.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}

package dev.sidestep.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Finds where HTTP/1.1 messages begin and end, and no more: a codec that knew everything would cost the provider and
/// the load generator more than the proxy between them. No pipelining, and only well-behaved peers.
abstract class HttpFraming extends ByteToMessageDecoder {
    private static final ByteBuf END_OF_HEAD = ascii("\r\n\r\n");
    private static final ByteBuf LAST_CHUNK = ascii("\r\n0\r\n\r\n");
    private static final ByteBuf EVENT = ascii("data:");
    private static final String CONTENT_LENGTH = "\r\ncontent-length:";
    private static final String CHUNKED = "\r\ntransfer-encoding: chunked";

    private enum Body {
        NONE,
        SIZED,
        CHUNKED
    }

    private Body body = Body.NONE;
    private String head = "";
    private int bodyBytes;
    /// The last bytes of what was passed on of a chunked body, since its end may come in pieces.
    private byte[] tail = {};

    static ByteBuf ascii(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    /// A whole message with a body of known length, or the head of a chunked one with an empty body. The body is only
    /// valid during the call.
    abstract void message(ChannelHandlerContext context, String head, ByteBuf body, boolean isWhole);

    /// Events of a chunked body.
    void events(ChannelHandlerContext context, int count) {}

    /// The end of a chunked body.
    void lastChunk(ChannelHandlerContext context) {}

    @Override
    protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        switch (body) {
            case NONE -> head(context, in);
            case SIZED -> sized(context, in);
            case CHUNKED -> chunked(context, in);
        }
    }

    private void head(ChannelHandlerContext context, ByteBuf in) {
        int end = ByteBufUtil.indexOf(END_OF_HEAD, in);
        if (end < 0) {
            return;
        }
        int length = end - in.readerIndex() + END_OF_HEAD.readableBytes();
        head = in.readString(length, StandardCharsets.ISO_8859_1);
        String lower = head.toLowerCase(Locale.ROOT);
        if (lower.contains(CHUNKED)) {
            body = Body.CHUNKED;
            tail = new byte[] {'\r', '\n'};
            message(context, head, Unpooled.EMPTY_BUFFER, false);
            return;
        }
        body = Body.SIZED;
        bodyBytes = contentLength(lower);
        sized(context, in);
    }

    private static int contentLength(String lower) {
        int at = lower.indexOf(CONTENT_LENGTH);
        if (at < 0) {
            return 0;
        }
        int from = at + CONTENT_LENGTH.length();
        return Integer.parseInt(lower.substring(from, lower.indexOf('\r', from)).strip());
    }

    private void sized(ChannelHandlerContext context, ByteBuf in) {
        if (in.readableBytes() < bodyBytes) {
            return;
        }
        body = Body.NONE;
        ByteBuf whole = in.readSlice(bodyBytes);
        message(context, head, whole, true);
    }

    /// Every write of the provider is one event, so counting their beginnings is counting chunks. One that is cut in
    /// two within its first five bytes is not counted; the provider's own count is what is divided by.
    private void chunked(ChannelHandlerContext context, ByteBuf in) {
        int count = 0;
        for (int at = ByteBufUtil.indexOf(EVENT, in); at >= 0; at = ByteBufUtil.indexOf(EVENT, in)) {
            count++;
            in.readerIndex(at + EVENT.readableBytes());
        }
        events(context, count);
        byte[] rest = ByteBufUtil.getBytes(in);
        in.skipBytes(in.readableBytes());
        tail = lastBytes(tail, rest);
        if (ByteBufUtil.equals(Unpooled.wrappedBuffer(tail), LAST_CHUNK)) {
            body = Body.NONE;
            lastChunk(context);
        }
    }

    private static byte[] lastBytes(byte[] before, byte[] added) {
        byte[] both = new byte[before.length + added.length];
        System.arraycopy(before, 0, both, 0, before.length);
        System.arraycopy(added, 0, both, before.length, added.length);
        int size = Math.min(both.length, LAST_CHUNK.readableBytes());
        byte[] last = new byte[size];
        System.arraycopy(both, both.length - size, last, 0, size);
        return last;
    }
}

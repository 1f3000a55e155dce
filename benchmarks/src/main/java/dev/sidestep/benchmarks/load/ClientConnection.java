package dev.sidestep.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/// One connection of the load generator, one call at a time.
final class ClientConnection extends HttpFraming {
    private static final String OK = "HTTP/1.1 200 ";

    private final Load load;
    private boolean isOk;

    ClientConnection(Load load) {
        this.load = load;
    }

    @Override
    void message(ChannelHandlerContext context, String head, ByteBuf body, boolean isWhole) {
        isOk = head.startsWith(OK);
        if (isWhole) {
            load.ended(context.channel(), isOk);
        }
    }

    @Override
    void events(ChannelHandlerContext context, int count) {
        load.events(context.channel(), count);
    }

    @Override
    void lastChunk(ChannelHandlerContext context) {
        load.ended(context.channel(), isOk);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        load.lost(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    /// What runs over connections. Called on the event loop.
    interface Load {
        /// The answer on this connection is complete.
        void ended(Channel connection, boolean isOk);

        /// The connection is gone.
        void lost(Channel connection);

        /// Events of a stream have come.
        default void events(Channel connection, int count) {}
    }
}

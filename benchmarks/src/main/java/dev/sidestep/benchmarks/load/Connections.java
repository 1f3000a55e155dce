package dev.sidestep.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// Opens the connections of a load before it begins, so that it measures calls and not connecting.
final class Connections {
    private Connections() {}

    static List<Channel> open(EventLoopGroup loop, int port, int count, ClientConnection.Load load)
            throws InterruptedException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(Loops.socket())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new ClientConnection(load));
                    }
                });
        List<Channel> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            open.add(bootstrap
                    .connect(InetAddress.getLoopbackAddress(), port)
                    .sync()
                    .channel());
        }
        return open;
    }

    static void close(List<Channel> connections) {
        connections.forEach(connection -> connection.close().awaitUninterruptibly());
    }
}

package dev.sidestep.benchmarks.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// The provider behind both proxies, as cheap as can be: what a call's model and user say is what it answers.
///
/// Says `port=…` once it listens, then answers `stats` with what it counted since it was last asked, and ends with its
/// standard input.
public final class MockUpstream {
    private static final int BACKLOG = 4096;

    private MockUpstream() {}

    public static void main(String[] args) throws Exception {
        EventLoopGroup loop = Loops.one();
        MockStats stats = new MockStats();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(Loops.serverSocket())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new MockConnection(stats));
                    }
                });
        Channel server =
                bootstrap.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        System.out.println("port=" + ((InetSocketAddress) server.localAddress()).getPort());
        answer(loop, stats);
        loop.shutdownGracefully().sync();
    }

    private static void answer(EventLoopGroup loop, MockStats stats) throws IOException, Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(loop.submit(stats::take).get());
        }
    }
}

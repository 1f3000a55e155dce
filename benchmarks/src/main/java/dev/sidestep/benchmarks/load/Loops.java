package dev.sidestep.benchmarks.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;

/// One event loop on epoll: its timers are exact to some microseconds, those of Java's selector to a millisecond.
final class Loops {
    private Loops() {}

    static EventLoopGroup one() {
        return new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    }

    static Class<? extends SocketChannel> socket() {
        return EpollSocketChannel.class;
    }

    static Class<? extends ServerSocketChannel> serverSocket() {
        return EpollServerSocketChannel.class;
    }
}

package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RawServerTest {
    @Test
    void playsItsStepsOnEveryConnection() throws Exception {
        var steps = new Step[] {
            Step.Raw.of("HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhe"),
            new Step.Pause(Duration.ofMillis(20)),
            Step.Raw.of("llo"),
            new Step.Close()
        };
        try (var server = RawServer.start(1, steps);
                var wire = new Wire(server.url(), "key")) {
            assertThat(wire.chat("{}").body()).isEqualTo("hello");
            assertThat(wire.chat("{}").body()).isEqualTo("hello");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void resetIsAResetAndCloseIsAClose() throws Exception {
        try (var resetting = RawServer.start(1, new Step.Reset());
                var closing = RawServer.start(1, new Step.Close())) {
            assertThatThrownBy(() -> firstByte(resetting)).isInstanceOf(SocketException.class);
            assertThat(firstByte(closing)).isEqualTo(-1);
        }
    }

    private static int firstByte(RawServer server) throws IOException {
        try (var socket = new Socket(server.url().getHost(), server.url().getPort())) {
            socket.getOutputStream().write(1);
            return socket.getInputStream().read();
        }
    }

    @Test
    void resetsInTheMiddleOfABody() {
        try (var server = RawServer.start(1_000, new Step.Reset());
                var wire = new Wire(server.url(), "key")) {
            assertThatThrownBy(() -> wire.chat("x".repeat(5_000_000))).isInstanceOf(IOException.class);
        }
    }
}

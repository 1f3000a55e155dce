package dev.sidestep.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Waits for the first answered call of a proxy that is starting, as an impatient client would: again and again.
final class FirstAnswer {
    private static final long PAUSE_MILLIS = 2;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final byte[] OK = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);

    private FirstAnswer() {}

    /// @param startedNanos when the process was started
    /// @return milliseconds from there to the answer
    static double awaitMillis(Proxy proxy, long startedNanos) throws InterruptedException {
        byte[] request = call(proxy.callPath());
        while (!isAnswered(proxy.port(), request)) {
            if (!proxy.process().isAlive() || System.nanoTime() - startedNanos > LONGEST_NANOS) {
                throw new IllegalStateException(proxy.name() + " does not answer; see its log");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return (System.nanoTime() - startedNanos) / 1e6;
    }

    private static byte[] call(String path) {
        String body = "{\"model\":\"plain\",\"messages\":[{\"role\":\"user\",\"content\":\"Are you there?\"}]}";
        return ("POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: "
                        + body.length() + "\r\nconnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isAnswered(int port, byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            return Arrays.equals(in.readNBytes(OK.length), OK);
        } catch (IOException _) {
            return false;
        }
    }
}

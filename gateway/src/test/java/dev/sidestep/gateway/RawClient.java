package dev.sidestep.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A client that sends bytes, and does not care for HTTP.
final class RawClient implements AutoCloseable {
    /// Ends a body whose length was not told before.
    static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private static final int SOON_MILLIS = 15_000;

    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(SOON_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// A whole request for a chat.
    RawClient chat(String body) throws IOException {
        return post("/v1/chat/completions", body);
    }

    /// A whole request.
    RawClient post(String path, String body) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n" + "content-length: "
                + body.length() + "\r\n\r\n" + body);
    }

    /// Reads on until this comes.
    String readUntil(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end, text.length() - end.length()) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /// Everything until the gateway closes the connection. A reset is an end too.
    String readToEnd() throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] piece = new byte[64 * 1024];
        try {
            for (int read = in.read(piece); read >= 0; ) {
                text.append(new String(piece, 0, read, StandardCharsets.ISO_8859_1));
                read = in.read(piece);
            }
        } catch (SocketException _) {
            // A reset: the gateway closed while bytes of ours were on the way.
        }
        return text.toString();
    }

    /// Leaves without a word more.
    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package dev.sidestep.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/// A call of 2 KiB, ready but for its id. Immutable.
final class Request {
    private static final int BODY_BYTES = 2048;
    private static final String ID = "000000000000";
    /// The path of calls in Anthropic's wire format, which the provider does not speak.
    static final String MESSAGES = "/messages";
    /// Begins the text that tells a call's id.
    static final String MARK = "benchmark;";

    private final byte[] bytes;
    private final int idAt;

    /// @param chunks of the answer's stream; 0 for an answer that is not streamed
    /// @param micros from chunk to chunk
    Request(String path, String model, long chunks, long micros) {
        String head =
                head(path.endsWith(MESSAGES), model, MARK + "id=" + ID + ";chunks=" + chunks + ";micros=" + micros)
                        + ",\"stream\":" + (chunks > 0) + ",\"max_tokens\":512,\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"";
        String tail = "\"}]}";
        String body = head
                + "A question that fills. ".repeat(BODY_BYTES).substring(0, BODY_BYTES - head.length() - tail.length())
                + tail;
        String request = "POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                + "authorization: Bearer benchmark\r\nuser-agent: sidestep-benchmark\r\naccept: */*\r\n"
                + "content-length: " + body.length() + "\r\n\r\n" + body;
        this.bytes = request.getBytes(StandardCharsets.US_ASCII);
        this.idAt = request.indexOf(ID);
    }

    /// The id goes where each wire format takes a text that reaches the provider.
    private static String head(boolean isMessages, String model, String mark) {
        return "{\"" + (isMessages ? "system" : "user") + "\":\"" + mark + "\",\"model\":\"" + model + "\""
                + (isMessages ? "" : ",\"temperature\":0.7");
    }

    ByteBuf withId(long id, ByteBufAllocator allocator) {
        String digits = Long.toString(id);
        ByteBuf out = allocator.directBuffer(bytes.length).writeBytes(bytes);
        out.setCharSequence(idAt + ID.length() - digits.length(), digits, StandardCharsets.US_ASCII);
        return out;
    }
}

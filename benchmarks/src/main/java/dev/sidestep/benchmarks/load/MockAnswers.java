package dev.sidestep.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// The provider's answers, ready to be written.
final class MockAnswers {
    /// Size of the answer to a call that is not streamed.
    private static final int CHAT_BYTES = 2048;

    /// So short a wait that the limit is over before its model's turn comes again.
    private static final int WAIT_MILLIS = 2;

    static final ByteBuf CHAT = answer("200 OK", "", chat());
    static final ByteBuf REFUSED =
            answer("429 Too Many Requests", "retry-after-ms: " + WAIT_MILLIS + "\r\n", refusal());
    static final ByteBuf STREAM_HEAD = direct("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
            + "cache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n");
    static final ByteBuf STREAM_CHUNK = direct(chunk(event("{\"content\":\" benchmark\"}", "null")));
    static final ByteBuf STREAM_END = direct(chunk(event("{}", "\"stop\"")) + chunk("data: [DONE]\n\n") + "0\r\n\r\n");

    private MockAnswers() {}

    private static String chat() {
        String head = "{\"id\":\"chatcmpl-9f3a7c21\",\"object\":\"chat.completion\",\"created\":1763740800,"
                + "\"model\":\"plain\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
        String tail = "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":460,\"completion_tokens\":420,\"total_tokens\":880}}";
        return head
                + "An answer that fills. ".repeat(CHAT_BYTES).substring(0, CHAT_BYTES - head.length() - tail.length())
                + tail;
    }

    private static String refusal() {
        return "{\"error\":{\"message\":\"Rate limit reached for model `limited` in organization `org_01` service tier "
                + "`on_demand` on tokens per minute (TPM): Limit 12000, Used 11990, Requested 520. Please try again in "
                + WAIT_MILLIS + "ms. Need more tokens? Upgrade to Dev Tier today.\",\"type\":\"tokens\","
                + "\"code\":\"rate_limit_exceeded\"}}";
    }

    private static String event(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-9f3a7c21\",\"object\":\"chat.completion.chunk\",\"created\":1763740800,"
                + "\"model\":\"stream\",\"system_fingerprint\":\"fp_3f3b593e33\",\"choices\":[{\"index\":0,\"delta\":"
                + delta + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static ByteBuf answer(String status, String headers, String body) {
        return direct("HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\n" + headers + "content-length: "
                + body.length() + "\r\n\r\n" + body);
    }

    private static ByteBuf direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
    }
}

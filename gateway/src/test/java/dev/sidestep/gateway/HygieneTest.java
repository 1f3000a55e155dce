package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that are too large, too slow, or not quite requests.
class HygieneTest {
    private static final String CHAT = "/v1/chat/completions";

    private static Limits impatient(Duration bodyTime, Duration firstRequestTime) {
        Limits standard = Bench.limits();
        return new Limits(
                bodyTime,
                standard.idleTime(),
                firstRequestTime,
                standard.stallTime(),
                Duration.ofMillis(200),
                standard.mostConnections(),
                standard.mostBufferedBytes());
    }

    private static Bench small() {
        return Bench.start(
                "gateway:\n  listen: 127.0.0.1:0\n  max-body: 1000\n",
                impatient(Duration.ofMillis(300), Duration.ofMillis(300)));
    }

    @Test
    void declaredBodyThatIsTooLargeIsRefusedBeforeItComes() throws Exception {
        try (Bench bench = Bench.start();
                RawClient client = bench.connect()) {
            client.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ncontent-length: 100000000\r\n\r\n");

            assertThat(client.readUntil("}}")).contains("HTTP/1.1 413", "request_too_large");
        }
    }

    @Test
    void bodyWithoutALengthIsCutOffAtTheLimit() throws Exception {
        try (Bench bench = small();
                RawClient client = bench.connect()) {
            client.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
            String chunk = "c8\r\n" + "x".repeat(200) + "\r\n";

            for (int i = 0; i < 6; i++) {
                client.send(chunk);
            }

            assertThat(client.readToEnd()).contains("HTTP/1.1 413", "1000 bytes");
        }
    }

    @Test
    void refusedUploadOfAnOrdinaryClientGetsItsAnswer() throws Exception {
        try (Bench bench = small()) {
            HttpResponse<String> answer = bench.post(CHAT, "x".repeat(1_000_000));

            assertThat(answer.statusCode()).isEqualTo(413);
        }
    }

    @Test
    void bodyThatDoesNotArriveIs408() throws Exception {
        try (Bench bench = small();
                RawClient client = bench.connect()) {
            client.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{");

            assertThat(client.readToEnd()).contains("HTTP/1.1 408", "request_timeout");
        }
    }

    @Test
    void connectionThatAsksNothingIsClosed() throws Exception {
        try (Bench bench = small();
                RawClient client = bench.connect()) {
            client.send("POST " + CHAT + " HTTP/1.1\r\nx: ");

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void bodyIsAskedForOnlyWhenItIsWelcome() throws Exception {
        String head = "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: ";
        try (Bench bench = small();
                RawClient welcome = bench.connect();
                RawClient tooLarge = bench.connect()) {
            welcome.send(head + Bench.HELLO.length() + "\r\n\r\n");
            assertThat(welcome.readUntil("\r\n\r\n")).contains("100 Continue");
            assertThat(welcome.send(Bench.HELLO).readUntil("\r\n\r\n")).contains("200 OK");

            tooLarge.send(head + "5000\r\n\r\n");
            assertThat(tooLarge.readUntil("\r\n\r\n")).contains("HTTP/1.1 413").doesNotContain("100 Continue");
        }
    }

    @Test
    void largeHeadersAndLinesAreRefused() throws Exception {
        try (Bench bench = Bench.start();
                RawClient headers = bench.connect();
                RawClient line = bench.connect()) {
            headers.send("GET /health HTTP/1.1\r\nx: " + "x".repeat(40_000) + "\r\n\r\n");
            assertThat(headers.readToEnd()).contains(" 431 ");

            line.send("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nhost: x\r\n\r\n");
            assertThat(line.readToEnd()).contains(" 414 ");
        }
    }

    /// Two readings of where such a request ends are possible, so it is no request.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n"
                        + "transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: +5\r\n\r\nhello",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\nhello",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nhost : x\r\ncontent-length: 2\r\n\r\n{}",
                "GET /health HTTP/1.1\r\nhost: x\r\na: b\0c\r\n\r\n",
                "\0\0GET /health HTTP/1.1\r\nhost: x\r\n\r\n"
            })
    void ambiguousRequestIsRefusedAndTheConnectionClosed(String bytes) throws Exception {
        try (Bench bench = Bench.start();
                RawClient client = bench.connect()) {
            String answer = client.send(bytes).readToEnd();

            assertThat(answer).matches("(?s)HTTP/1\\.[01] 400 .*").containsOnlyOnce("HTTP/1.");
            assertThat(bench.journal().count()).isZero();
        }
    }

    @Test
    void unknownPathsAndMethodsAreToldInTheShapeThatSdksRead() throws Exception {
        try (Bench bench = Bench.start()) {
            HttpResponse<String> nothing = bench.get("/v2/nothing");
            assertThat(nothing.statusCode()).isEqualTo(404);
            assertThat(nothing.body()).startsWith("{\"error\":{\"message\"");

            HttpResponse<String> wrong = bench.send("DELETE", CHAT, "");
            assertThat(wrong.statusCode()).isEqualTo(405);
            assertThat(wrong.headers().firstValue("allow")).hasValue("POST");
            assertThat(bench.send("OPTIONS", CHAT, "").statusCode()).isEqualTo(405);
            assertThat(bench.send("HEAD", "/health", "").statusCode()).isEqualTo(200);
            assertThat(bench.post(CHAT, Bench.HELLO, "content-encoding", "gzip").statusCode())
                    .isEqualTo(415);
        }
    }
}

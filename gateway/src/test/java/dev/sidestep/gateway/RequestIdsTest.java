package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.simulator.Fault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// By which a request is found again.
class RequestIdsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";
    private static final String REQUEST = "x-sidestep-request";
    private static final String CALL = "x-sidestep-call";
    private static final String KEYS = "  api-keys: [key-of-the-test-0123456789]\n";

    private static JsonNode error(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).path("error");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/nothing, '', 404",
        "GET, /%zz, '', 400",
        "DELETE, /v1/chat/completions, '', 405",
        "POST, /v1/chat/completions, nonsense, 400",
        "POST, /v1/messages, nonsense, 400",
        "POST, /v1/responses, nonsense, 400",
        "GET, /api/v1/calls/unknown, '', 404",
        "GET, /v1/models/unknown, '', 404",
        "POST, /api/v1/agents/unknown/chat, '{}', 404"
    })
    void everyErrorHasItsRequestsId(String method, String path, String body, int status) throws Exception {
        try (Bench bench = Bench.start();
                RawClient client = bench.connect()) {
            String answer = client.send(method + " " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
                            + "content-length: " + body.length() + "\r\n\r\n" + body)
                    .readToEnd();

            String id = answer.replaceFirst("(?s).*\r\nx-sidestep-request: (req-[0-9a-z]{20})\r\n.*", "$1");
            assertThat(answer).startsWith("HTTP/1.1 " + status);
            assertThat(id).startsWith("req-");
            assertThat(answer).contains("\"request\":\"" + id + "\"").doesNotContain(CALL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0nonsense\r\n\r\n", "GET /health HTTP/1.1\r\nhost : x\r\n\r\n"})
    void whatIsNoRequestHasOneToo(String bytes) throws Exception {
        try (Bench bench = Bench.start();
                RawClient client = bench.connect()) {
            assertThat(client.send(bytes).readToEnd()).contains(REQUEST + ": req-", "\"request\":\"req-");
        }
    }

    @Test
    void callerWithoutAKeyGetsOne() throws Exception {
        try (Bench bench = Bench.start(KEYS, Bench.limits())) {
            HttpResponse<String> answer = bench.post(CHAT, Bench.HELLO);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(error(answer).path("request").asText())
                    .isEqualTo(header(answer, REQUEST))
                    .isNotEmpty();
        }
    }

    @Test
    void failedCallHasTheCallsIdAndNoOther() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.everywhere(Fault.html(502));
            HttpResponse<String> answer = bench.post(CHAT, Bench.HELLO);

            assertThat(error(answer).path("call").asText())
                    .isEqualTo(header(answer, CALL))
                    .startsWith("call-");
            assertThat(header(answer, REQUEST)).isEmpty();
            assertThat(error(answer).has("request")).isFalse();
        }
    }

    @Test
    void refusalThatWasMadeOnAnotherThreadHasIt() throws Exception {
        try (Bench bench = Bench.start()) {
            HttpResponse<String> answer = bench.send("DELETE", "/api/v1/accounts/nobody", "");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(error(answer).path("request").asText())
                    .isEqualTo(header(answer, REQUEST))
                    .startsWith("req-");
        }
    }

    @Test
    void answersHaveOneEachAndNoTwoTheSame() throws Exception {
        try (Bench bench = Bench.start()) {
            List<String> ids = List.of(
                    header(bench.get("/v1/models"), REQUEST),
                    header(bench.get("/health"), REQUEST),
                    header(bench.post(CHAT, Bench.HELLO), CALL));

            assertThat(ids).doesNotHaveDuplicates().noneMatch(String::isEmpty);
        }
    }

    @Test
    void clientsOwnIdIsEchoed() throws Exception {
        try (Bench bench = Bench.start()) {
            assertThat(header(bench.post(CHAT, Bench.HELLO, "x-request-id", "mine-1"), "x-request-id"))
                    .isEqualTo("mine-1");
            assertThat(header(bench.post(CHAT, Bench.STREAMED, "x-request-id", "mine-2"), "x-request-id"))
                    .isEqualTo("mine-2");
            assertThat(header(bench.get("/v2/nothing", "x-request-id", "mine-3"), "x-request-id"))
                    .isEqualTo("mine-3");
        }
    }

    @Test
    void unsoundIdOfAClientIsIgnored() throws Exception {
        try (Bench bench = Bench.start()) {
            for (String unsound : List.of("two words", "x".repeat(129), "tab\tbed")) {
                HttpResponse<String> answer = bench.post(CHAT, Bench.HELLO, "x-request-id", unsound);

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(header(answer, "x-request-id")).isEmpty();
            }
        }
    }

    @Test
    void clientsOwnIdIsNoLabelOfAMetric() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.post(CHAT, Bench.HELLO, "x-request-id", "mine-1");

            assertThat(bench.get("/metrics").body()).doesNotContain("mine-1");
        }
    }
}

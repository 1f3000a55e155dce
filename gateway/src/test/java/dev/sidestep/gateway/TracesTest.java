package dev.sidestep.gateway;

import static dev.sidestep.gateway.Collector.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.config.TraceConfig;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The spans that a collector gets.
class TracesTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private final Collector collector = Collector.start();

    @RegisterExtension
    private final SimulatedWorld world = new SimulatedWorld();

    @AfterEach
    void close() {
        collector.close();
    }

    private Bench bench(String traces, String more) {
        return Bench.start(yaml(traces) + more, Bench.limits());
    }

    private String yaml(String traces) {
        return "gateway:\n  listen: 127.0.0.1:0\n  traces: {endpoint: '" + collector.url() + "'" + traces + "}\n";
    }

    private static String id(Span span) {
        return hex(span.getSpanId().toByteArray());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void answeredCallHasASpanWithOnePerAttempt() throws Exception {
        try (Bench bench = bench(", service-name: edge", "")) {
            bench.simulator().limited(Where.model("groq", "a1"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(780));
            bench.simulator().limited(Where.model("groq", "a2"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(9));
            HttpResponse<String> answer = bench.post(CHAT, Bench.HELLO);

            Span call = collector.call();
            assertThat(call.getName()).isEqualTo("chat a1");
            assertThat(call.getParentSpanId().isEmpty()).isTrue();
            assertThat(attributes(call))
                    .containsEntry(
                            "sidestep.call",
                            answer.headers().firstValue("x-sidestep-call").orElseThrow())
                    .containsEntry("sidestep.outcome", "answered")
                    .containsEntry("sidestep.sidestepped", "true")
                    .containsEntry("sidestep.attempts", "3")
                    .containsEntry("sidestep.target", "openai/b1")
                    .containsEntry("gen_ai.operation.name", "chat")
                    .containsEntry("gen_ai.request.model", "a1")
                    .containsEntry("gen_ai.response.model", "b1");
            assertThat(collector.services()).containsOnly("edge");
        }
    }

    @Test
    void attemptsAreChildrenThatTellWhatTheyCameTo() throws Exception {
        try (Bench bench = bench("", "")) {
            bench.simulator().limited(Where.model("groq", "a1"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(780));
            bench.simulator().limited(Where.model("groq", "a2"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(9));
            bench.post(CHAT, Bench.HELLO);

            List<Span> attempts = collector.attempts();
            assertThat(attempts).extracting(Span::getName).containsExactly("chat a1", "chat a2", "chat b1");
            assertThat(attempts)
                    .allMatch(span ->
                            span.getParentSpanId().equals(callOf(collector).getSpanId()));
            assertThat(attempts)
                    .extracting(span -> attributes(span).get("error.type"))
                    .containsExactly("rate-limited", "rate-limited", null);
            assertThat(attempts)
                    .extracting(span -> attributes(span).get("sidestep.move"))
                    .containsExactly("start", "model", "provider");
            assertThat(attributes(attempts.getLast()))
                    .containsEntry("gen_ai.provider.name", "openai")
                    .containsEntry("sidestep.account", "openai")
                    .containsEntry("server.address", "127.0.0.1")
                    .containsEntry("sidestep.attempt", "3")
                    .containsKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens");
        }
    }

    private static Span callOf(Collector collector) {
        try {
            return collector.call();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void costIsToldWhereTheModelHasAPrice() throws Exception {
        TraceConfig config = TraceConfig.to(URI.create(collector.url() + "/v1/traces"));
        world.with(details -> details.traces(config)).open();
        HttpResponse<String> answer = world.chat(SimulatedWorld.hello(SimulatedWorld.FIRST));

        double dollars = Double.parseDouble(attributes(collector.call()).get("sidestep.cost_usd"));
        assertThat(dollars).isPositive();
        assertThat(answer.headers().firstValue("x-sidestep-cost").map(Double::valueOf))
                .hasValue(dollars);
    }

    @Test
    void cooldownsAreEventsOfTheCall() throws Exception {
        try (Bench bench = bench("", "")) {
            bench.simulator().limited(Where.model("groq", "a1"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(780));
            bench.post(CHAT, Bench.HELLO);

            Span.Event event = collector.call().getEvents(0);
            assertThat(event.getName()).isEqualTo("cooldown");
            assertThat(attributes(event.getAttributesList()))
                    .containsEntry("sidestep.target", "groq/a1")
                    .containsEntry("sidestep.kind", "rate-limit");
            assertThat(Long.parseLong(attributes(event.getAttributesList()).get("sidestep.ms")))
                    .isBetween(770_000L, 781_000L);
        }
    }

    @Test
    void streamThatBreaksIsAnError() throws Exception {
        try (Bench bench = bench("", "")) {
            bench.everywhere(Fault.resetAfterContent(2));
            bench.post(CHAT, Bench.STREAMED);

            assertThat(attributes(collector.call()))
                    .containsEntry("sidestep.outcome", "broken")
                    .containsEntry("error.type", "unreachable");
            assertThat(collector.call().getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(attributes(collector.attempts().getFirst())).containsEntry("sidestep.outcome", "unreachable");
        }
    }

    @Test
    void failedCallTellsWhy() throws Exception {
        try (Bench bench = bench("", "")) {
            bench.everywhere(Fault.json(401, "{\"error\":{\"message\":\"bad key\",\"code\":\"invalid_api_key\"}}"));
            bench.post(CHAT, Bench.HELLO);

            assertThat(attributes(collector.call()))
                    .containsEntry("sidestep.outcome", "unauthorized")
                    .containsEntry("error.type", "unauthorized")
                    .doesNotContainKey("gen_ai.response.model");
            assertThat(collector.call().getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        }
    }

    @Test
    void waitIsAnEventAndTold() throws Exception {
        try (Bench bench = bench("", "wait-up-to: 30s\n")) {
            bench.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofSeconds(1));
            bench.post(CHAT, Bench.HELLO);

            Span call = collector.call();
            assertThat(call.getEventsList()).extracting(Span.Event::getName).contains("wait");
            assertThat(Long.parseLong(attributes(call).get("sidestep.waited_ms")))
                    .isPositive();
            assertThat(Long.parseLong(attributes(collector.attempts().getLast()).get("sidestep.waited_ms")))
                    .isPositive();
        }
    }

    @Test
    void cancelledCallIsNoError() throws Exception {
        try (Bench bench = bench("", "")) {
            bench.everywhere(Fault.silence());
            RawClient client = bench.connect().post(CHAT, Bench.HELLO);
            assertThat(bench.journal().awaitOpenRequests(1, Bench.SOON)).isTrue();
            client.close();

            assertThat(attributes(collector.call()))
                    .containsEntry("sidestep.outcome", "cancelled")
                    .doesNotContainKey("error.type");
            assertThat(attributes(collector.attempts().getFirst())).containsEntry("sidestep.outcome", "cancelled");
        }
    }

    @Test
    void callIsPartOfItsClientsTrace() throws Exception {
        try (Bench bench = bench("", "")) {
            bench.post(
                    CHAT,
                    Bench.HELLO,
                    "traceparent",
                    "00-" + TRACE + "-" + PARENT + "-01",
                    "tracestate",
                    "vendor=1",
                    "x-request-id",
                    "mine-1");

            Span call = collector.call();
            assertThat(hex(call.getTraceId().toByteArray())).isEqualTo(TRACE);
            assertThat(hex(call.getParentSpanId().toByteArray())).isEqualTo(PARENT);
            assertThat(call.getTraceState()).isEqualTo("vendor=1");
            assertThat(attributes(call)).containsEntry("sidestep.client_request", "mine-1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "00-" + TRACE + "-" + PARENT,
                "ff-" + TRACE + "-" + PARENT + "-01",
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01"
            })
    void malformedParentIsIgnored(String parent) throws Exception {
        try (Bench bench = bench("", "")) {
            bench.post(CHAT, Bench.HELLO, "traceparent", parent);

            assertThat(collector.call().getParentSpanId().isEmpty()).isTrue();
        }
    }

    @Test
    void clientThatDoesNotSampleIsHeeded() throws Exception {
        try (Bench bench = bench("", "")) {
            bench.post(CHAT, Bench.HELLO, "traceparent", "00-" + TRACE + "-" + PARENT + "-00");
            bench.post(CHAT, Bench.HELLO);

            assertThat(hex(collector.call().getTraceId().toByteArray())).isNotEqualTo(TRACE);
            assertThat(collector.spans()).hasSize(2);
        }
    }

    @Test
    void nothingIsSentOfCallsThatAreNotSampled() throws Exception {
        try (Bench bench = bench(", sample: 0", "")) {
            bench.post(CHAT, Bench.HELLO);
            bench.post(CHAT, Bench.HELLO, "traceparent", "00-" + TRACE + "-" + PARENT + "-01");

            assertThat(hex(collector.call().getTraceId().toByteArray())).isEqualTo(TRACE);
            assertThat(collector.spans()).hasSize(2);
        }
    }

    @Test
    void providersAreToldNothingUnlessThatIsConfigured() throws Exception {
        try (Bench bench = bench("", "")) {
            bench.post(CHAT, Bench.HELLO, "traceparent", "00-" + TRACE + "-" + PARENT + "-01");

            assertThat(bench.journal().entries().getLast().headers())
                    .doesNotContainKeys("traceparent", "tracestate", "x-request-id");
        }
    }

    @Test
    void providersAreToldTheSpanOfTheirAttempt() throws Exception {
        try (Bench bench = bench(", propagate: true", "")) {
            bench.post(
                    CHAT, Bench.HELLO, "traceparent", "00-" + TRACE + "-" + PARENT + "-01", "tracestate", "vendor=1");

            assertThat(bench.journal().entries().getLast().headers())
                    .containsEntry(
                            "traceparent",
                            "00-" + TRACE + "-" + id(collector.attempts().getFirst()) + "-01")
                    .doesNotContainKey("tracestate");
        }
    }

    @Test
    void neitherKeysNorPromptsAreInSpans() throws Exception {
        try (Bench bench = bench("", "")) {
            bench.simulator()
                    .inject(
                            Where.model("groq", "a1"),
                            Fault.json(400, "{\"error\":{\"message\":\"groq-key-of-the-test said canary\"}}"));
            bench.post(CHAT, Bench.HELLO.replace("Hello", "canary"));

            collector.call();
            assertThat(collector.spans().toString()).doesNotContain("canary", "key-of-the-test");
        }
    }

    @Test
    void contentIsInSpansWhereItIsRecorded() throws Exception {
        try (Bench bench = bench("", "  record-content: true\n")) {
            bench.post(CHAT, Bench.HELLO);
            bench.connect().post(CHAT, Bench.STREAMED).readUntil("data: [DONE]");

            assertThat(Bench.await(() -> collector.spans().size() == 4)).isTrue();
            assertThat(collector.spans())
                    .filteredOn(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
                    .allSatisfy(span ->
                            assertThat(attributes(span).get("sidestep.request")).contains("\"content\":\"Hello\""))
                    .allSatisfy(span ->
                            assertThat(attributes(span).get("sidestep.answer")).contains("usage"));
        }
    }

    @Test
    void collectorIsShownItsHeaders() throws Exception {
        try (Bench bench = bench(", headers: {Authorization: Bearer token-of-the-test}", "")) {
            bench.post(CHAT, Bench.HELLO);

            collector.call();
            assertThat(collector.heads()).allMatch(head -> head.contains("Bearer token-of-the-test"));
        }
    }

    @Test
    void collectorThatIsAwayForAMomentGetsThemLater() throws Exception {
        collector.refusing(1);
        try (Bench bench = bench("", "")) {
            bench.post(CHAT, Bench.HELLO);

            assertThat(attributes(collector.call())).containsEntry("sidestep.outcome", "answered");
            assertThat(Bench.await(() -> metrics(bench).contains("sidestep_spans_total{outcome=\"exported\"} 2.0")))
                    .isTrue();
        }
    }

    private static String metrics(Bench bench) {
        try {
            return bench.get("/metrics").body();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void deadCollectorHoldsNothingUp() throws Exception {
        collector.close();
        try (Bench bench = bench("", "")) {
            for (int i = 0; i < 20; i++) {
                long beganNanos = System.nanoTime();
                assertThat(bench.post(CHAT, Bench.HELLO).statusCode()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - beganNanos)).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void reloadChangesWhereNewSpansGo() throws Exception {
        try (Collector other = Collector.start();
                Bench bench = bench("", "")) {
            bench.everywhere(new Fault.Delay(Duration.ofMillis(300)));
            RawClient client = bench.connect().post(CHAT, Bench.HELLO);
            assertThat(bench.journal().awaitOpenRequests(1, Bench.SOON)).isTrue();

            String changed = yaml("").replace(collector.url(), other.url());
            bench.gateway().reload(GatewayConfig.read("test.yaml", Bench.yaml(bench.server(), changed), Map.of()));
            client.readUntil("\r\n\r\n");
            bench.post(CHAT, Bench.HELLO);

            assertThat(attributes(collector.call())).containsEntry("sidestep.outcome", "answered");
            assertThat(attributes(other.call())).containsEntry("sidestep.outcome", "answered");
            assertThat(other.spans()).hasSize(2);
            assertThat(collector.spans()).hasSize(2);
        }
    }

    @Test
    void nothingIsSentWhereNobodyWantsSpans() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.post(CHAT, Bench.HELLO);

            assertThat(metrics(bench)).contains("sidestep_spans_total{outcome=\"exported\"} 0.0");
        }
    }
}

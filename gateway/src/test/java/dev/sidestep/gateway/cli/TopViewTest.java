package dev.sidestep.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopViewTest {
    private static final Instant AT = Instant.parse("2026-11-22T09:00:01Z");
    private static final Terminal PLAIN = new Terminal(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            false,
            Map.of(),
            Path.of(""),
            new CountDownLatch(1));

    private static final String CALL = """
            {"id": "call-%d", "at": "2026-11-22T09:00:00Z", "client": "", "kind": "chat", "wanted": "large\\u001b[2J",
             "streaming": true, "outcome": "answered", "waited_ms": 200, "waits_until": null, "duration_ms": 1000,
             "sidestepped": true, "attempts": [
               {"number": 1, "target": "groq-free/large", "outcome": "rate-limited", "start_ms": 0, "waited_ms": 0,
                "duration_ms": 200},
               {"number": 2, "target": "openai/b1", "outcome": "succeeded", "start_ms": 400, "waited_ms": 200,
                "duration_ms": 600}]}""";

    private final Now now = new Now();

    private void hear(String event, String json) throws JsonProcessingException {
        now.hear(new LiveStream.Event(event, new ObjectMapper().readTree(json)), AT);
    }

    private void hearAll(int calls) throws JsonProcessingException {
        hear("hello", "{\"version\": \"1\", \"started_at\": \"2026-11-22T07:55:01Z\", \"simulated\": true}");
        hear("targets", """
                {"targets": [
                  {"target": "groq-free/large", "state": "cooling", "state_until": "2026-11-22T09:22:47Z",
                   "cooldowns": [{"kind": "rate-limit", "window": "day"}]},
                  {"target": "openai/b1", "state": "ready", "state_until": null, "cooldowns": []}]}""");
        String all = String.join(
                ",", IntStream.range(0, calls).mapToObj(CALL::formatted).toList());
        hear("tick", """
                {"in_flight": 1, "waiting": {"interactive": 2, "batch": 0, "longest_seconds": 75},
                 "since_last": {"began": 4, "answered": 3, "failed": 1, "cancelled": 0, "broken": 0, "sidestepped": 1,
                   "waited": 1, "attempts": 5, "rate_limited": 1},
                 "unshown": 7, "calls": [%s],
                 "trouble": {"severity": "ok", "text": "1 of 2 targets can answer.", "advice": "", "page": "models"}}""".formatted(all));
    }

    private List<String> lines(int width, int height, Instant at) {
        TopView view = new TopView("http://127.0.0.1:8080", width, height, ZoneOffset.UTC);
        return view.rows(now, at).stream().map(row -> row.text(PLAIN)).toList();
    }

    @Test
    void figuresTroubleCallsAndTargetsAreShown() throws Exception {
        hearAll(1);

        assertThat(String.join("\n", lines(120, 30, AT)))
                .contains(
                        "up 1h 5m, simulated",
                        "live 09:00:01",
                        "● 1 of 2 targets can answer.",
                        "answered 75.0 %",
                        "429s 1",
                        "waiting 2, the first for 1m 15s",
                        "7 more of the last minute not shown",
                        "groq-free/large",
                        "cooling 22m 46s");
    }

    @Test
    void callIsDrawnAsItsTrail() throws Exception {
        hearAll(1);

        assertThat(lines(120, 30, AT))
                .anySatisfy(line -> assertThat(line)
                        .contains("large?[2J", "openai/b1", "1.0s")
                        .matches(".* ▄{8}·{8}█{23} .*"));
    }

    @Test
    void screenIsNeverExceeded() throws Exception {
        hearAll(100);

        for (int width : List.of(30, 80, 200)) {
            assertThat(lines(width, 24, AT))
                    .hasSize(24)
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void silenceIsTold() throws Exception {
        hearAll(1);

        assertThat(lines(120, 30, AT.plusSeconds(4)).getFirst()).endsWith("last heard 4s ago, reconnecting");
    }

    @Test
    void whereNobodyCallsACallIsTaught() throws Exception {
        hearAll(0);

        assertThat(String.join("\n", lines(120, 30, AT))).contains("curl http://127.0.0.1:8080/v1/chat/completions");
    }
}

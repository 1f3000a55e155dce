package dev.sidestep.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.gateway.admin.CallDocument;
import dev.sidestep.gateway.admin.CallsDocument;
import dev.sidestep.gateway.admin.Ledgers;
import dev.sidestep.gateway.cli.Lines.Line;
import dev.sidestep.store.ledger.CallQuery;
import dev.sidestep.wire.json.Json;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CallViewsTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static JsonNode json(Map<String, Object> document) {
        try {
            return new ObjectMapper().readTree(Json.bytes(document));
        } catch (IOException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static String text(List<Line> lines) {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    @Test
    void callIsATrailOfItsAttempts() {
        JsonNode call = json(CallDocument.of(Ledgers.told("c-1")));

        assertThat(text(new CallView(call, 80, PARIS).lines())).isEqualTo("""
                Call c-1: answered by openai/small after 480ms
                  2026-11-22 10:00:00, chat for large in openai, streamed, of team-a
                  waited 12ms, cost $0.000045
                  +0ms     1 groq-free/large (start): rate-limited after 90ms, cools 1m 2s
                           Limit 100000, Used 101577
                           no tokens
                           passed over groq-free/medium: cooling, until 09:05
                  +102ms   2 openai/small (provider): succeeded after 378ms
                           waited 12ms, first content after 208ms
                           100 (40 cached) tokens in, 50 (20 thought) out, $0.000045 estimated
                  said     {"a":1}
                  answered Hello""");
    }

    @Test
    void callsAreALineEach() {
        CallQuery query = new CallQuery("", "", "", "", "", 2);
        JsonNode document = json(CallsDocument.of(
                query,
                List.of(
                        Ledgers.sidestepped("c-2").call(),
                        Ledgers.sidestepped("c-1").call())));

        assertThat(text(new CallsView(80, PARIS).lines(document.path("calls")))).isEqualTo("""
                AT              CALL  OUTCOME   TRIES    TIME  ASKED FOR → TARGET
                11-22 10:00:00  c-2   answered      2   480ms  large → openai/small
                11-22 10:00:00  c-1   answered      2   480ms  large → openai/small""");
    }

    @Test
    void whatClientsWroteMovesNoCursor() {
        Lines lines = new Lines(80);
        lines.add(Paint.GOOD, "model\u001b[2J\u009b\r\nx");

        assertThat(text(lines.all())).isEqualTo("model?[2J???x");
    }
}

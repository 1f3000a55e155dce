package dev.sidestep.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.store.ledger.UsageQuery;
import dev.sidestep.store.ledger.UsageQuery.Group;
import dev.sidestep.store.ledger.UsageRow;
import dev.sidestep.wire.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private static final UsageQuery QUERY = new UsageQuery(
            Instant.EPOCH, Instant.ofEpochSecond(3600), List.of(Group.PROVIDER, Group.CLIENT), ZoneOffset.UTC);

    private static JsonNode json(Map<String, Object> document) {
        try {
            return new ObjectMapper().readTree(Json.bytes(document));
        } catch (IOException wrong) {
            throw new AssertionError(wrong);
        }
    }

    @Test
    void totalIsTheSumOfTheRows() {
        List<UsageRow> rows =
                List.of(Ledgers.row("groq", "a", 10, 1_000_000_001), Ledgers.row("openai", "b", 5, 2_000_000_002));

        JsonNode total = json(UsageDocument.of(QUERY, rows)).path("total");

        assertThat(total.path("calls").asLong()).isEqualTo(15);
        assertThat(total.path("input_tokens").asLong()).isEqualTo(15_000);
        assertThat(total.path("unknown_cost_usd").decimalValue()).isEqualByComparingTo("1");
        assertThat(Json.bytes(UsageDocument.of(QUERY, rows))).asString().contains("\"cost_usd\":3.000000003,");
        assertThat(total.size()).isEqualTo(17);
    }

    @Test
    void nothingUsedIsATotalOfZeros() {
        JsonNode document = json(UsageDocument.of(QUERY, List.of()));

        assertThat(document.path("rows")).isEmpty();
        assertThat(document.path("total").path("cost_usd").asText()).isEqualTo("0");
    }

    @Test
    void csvIsHarmlessInASpreadsheet() {
        String csv = UsageDocument.csv(
                QUERY, List.of(Ledgers.row("=cmd|' /C calc'!A0", "a \"b\", c", 1, 1), Ledgers.row("-x", "@y", 2, 0)));

        assertThat(csv.split("\r\n"))
                .satisfiesExactly(
                        head -> assertThat(head)
                                .startsWith("provider,client,calls,")
                                .endsWith(",unpriced"),
                        first -> assertThat(first).startsWith("'=cmd|' /C calc'!A0,\"a \"\"b\"\", c\",1,"),
                        second -> assertThat(second).startsWith("'-x,'@y,2,"));
        assertThat(csv).contains(",0.000000001,").endsWith("\r\n");
    }

    @Test
    void attemptTellsWhatItTookAndWhatThatCost() {
        JsonNode attempts = json(CallDocument.of(Ledgers.sidestepped("c1"))).path("attempts");

        assertThat(attempts.path(0).toString())
                .contains("\"first_content_ms\":null,\"cooldown_seconds\":62")
                .contains("\"cost\":{\"usd\":null,\"state\":\"unpriced\"}");
        assertThat(attempts.path(1).toString())
                .contains("\"waited_ms\":12,\"duration_ms\":378,\"first_content_ms\":208")
                .contains("\"tokens\":{\"state\":\"estimated\",\"input\":100,\"output\":50,\"cached\":40,")
                .contains("\"state\":\"estimated\",\"input_usd_per_million\":0.15,\"output_usd_per_million\":0.6}")
                .contains("\"skipped\":[{\"target\":\"groq-free/medium\",\"why\":\"cooling\"");
    }

    @Test
    void callTellsTheSumOfItsAttempts() {
        assertThat(Json.bytes(CallDocument.of(Ledgers.sidestepped("c1"))))
                .asString()
                .contains("\"cost\":{\"usd\":0.000045,\"unknown_usd\":0,\"unpriced\":0}");
    }

    @Test
    void contentIsToldWhereItIsRecordedOnly() {
        assertThat(CallDocument.of(Ledgers.sidestepped("c1"))).doesNotContainKey("content");
        assertThat(json(CallDocument.of(Ledgers.told("c1")))
                        .path("content")
                        .path("answer")
                        .asText())
                .isEqualTo("Hello");
    }
}

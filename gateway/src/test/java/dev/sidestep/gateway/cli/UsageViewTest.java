package dev.sidestep.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.gateway.admin.Ledgers;
import dev.sidestep.gateway.admin.UsageDocument;
import dev.sidestep.gateway.cli.Lines.Line;
import dev.sidestep.store.ledger.UsageQuery;
import dev.sidestep.store.ledger.UsageQuery.Group;
import dev.sidestep.store.ledger.UsageRow;
import dev.sidestep.wire.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageViewTest {
    private static final UsageQuery QUERY = new UsageQuery(
            Instant.parse("2026-10-23T09:30:00Z"),
            Instant.parse("2026-11-22T09:30:00Z"),
            List.of(Group.PROVIDER, Group.MODEL),
            ZoneId.of("Europe/Paris"));

    private static JsonNode usage(UsageRow... rows) {
        try {
            return new ObjectMapper().readTree(Json.bytes(UsageDocument.of(QUERY, List.of(rows))));
        } catch (IOException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static String text(int width, UsageRow... rows) {
        return new UsageView(usage(rows), width)
                .lines().stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    @Test
    void rowsHaveBarsOfTheirShareOfTheCost() {
        assertThat(text(
                        80,
                        Ledgers.row("groq", "llama-3.3-70b-versatile", 12_345, 750_000_000),
                        Ledgers.row("openai", "gpt-5.4-mini", 50, 250_000_000)))
                .isEqualTo("""
                        Usage from 2026-10-23 11:30 to 2026-11-22 10:30 Europe/Paris
                        PROVIDER  MODEL           CALLS  ANSWERED      IN    OUT    COST  OF COST
                        groq      llama-3.3-70…  12,345      99 %     12M   1.2M  $0.750  ██████░░  75 %
                        openai    gpt-5.4-mini       50      98 %  50,000  5,000  $0.250  ██░░░░░░  25 %
                        total                    12,395      99 %     12M   1.2M   $1.00
                        4 calls went round something; 4 attempts met a limit, 6 avoided
                        2 attempts estimated: the provider told no tokens
                        2 attempts unknown, and not in the cost: at most $1.00 more""");
    }

    @Test
    void whereNothingIsPricedBarsAreOfTokens() {
        assertThat(text(80, Ledgers.row("groq", "a", 30, 0), Ledgers.row("groq", "b", 10, 0)))
                .contains("OF TOKENS", "██████░░  75 %", "██░░░░░░  25 %");
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 50, 80, 120})
    void noLineIsLongerThanTheTerminal(int width) {
        assertThat(text(width, Ledgers.row("a-provider", "a-model-with-quite-a-long-name-2026-11-22", 10, 1))
                        .lines())
                .allMatch(line -> line.length() <= width);
    }

    @Test
    void nothingIsEmpty() {
        UsageView view = new UsageView(usage(), 80);

        assertThat(view.isEmpty()).isTrue();
        assertThat(view.span()).isEqualTo("2026-10-23 11:30 to 2026-11-22 10:30 Europe/Paris");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0; 0", "99999; 99,999", "100000; 100k", "1234567; 1.2M", "87654321; 88M", "98765432109876; 99T"})
    void countsAreShort(long number, String text) {
        assertThat(Amounts.count(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0; $0",
                "0.000000001; <$0.000001",
                "0.000045; $0.000045",
                "0.0123456; $0.0123",
                "0.821; $0.821",
                "1; $1.00",
                "1234.567; $1,234.57"
            })
    void dollarsAreNeverMoreExactThanAnybodyReads(String amount, String text) throws JsonProcessingException {
        assertThat(Amounts.dollars(new ObjectMapper().readTree(amount))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0ms", "999, 999ms", "1500, 1.5s", "59999, 60.0s", "125000, 2m 5s"})
    void spansAreShort(long millis, String text) {
        assertThat(Amounts.millis(millis)).isEqualTo(text);
    }
}

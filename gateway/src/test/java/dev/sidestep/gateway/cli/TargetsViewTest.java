package dev.sidestep.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.gateway.cli.Lines.Line;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsViewTest {
    private static final String TARGETS = """
            [
              {"target": "groq-free/large", "account": "groq-free", "provider": "groq", "model": "large",
               "quota_group": "acme", "state": "cooling", "state_seconds": 1366,
               "cooldowns": [
                 {"key": "groq_large", "kind": "rate-limit", "scope": "model", "window": "day",
                  "remaining_seconds": 1366, "level": 0, "probe_seconds": 300,
                  "reason": "Rate limit reached for model `large` on\\ntokens per day (TPD): Limit 100000, Used 101577"}
               ],
               "quotas": [
                 {"unit": "tokens", "window": "minute", "scope": "model", "limit": 6000, "remaining": 3720,
                  "reset_seconds": 23, "source": "configured"},
                 {"unit": "requests", "window": "day", "scope": "model", "limit": 14400, "remaining": 14400,
                  "reset_seconds": 0, "source": "told"},
                 {"unit": "concurrent", "window": "unspecified", "scope": "account", "limit": 4, "remaining": 1,
                  "reset_seconds": 0, "source": "configured"}
               ]},
              {"target": "groq-free/small", "account": "groq-free", "provider": "groq", "model": "small",
               "quota_group": "acme", "state": "recovering", "state_seconds": 0,
               "cooldowns": [
                 {"key": "groq_small", "kind": "overloaded", "scope": "model", "window": "unspecified",
                  "remaining_seconds": 0, "level": 1, "recovering": {"allowance": 2, "under_way": 1}, "reason": ""}
               ],
               "quotas": [
                 {"unit": "requests", "window": "minute", "scope": "model", "limit": 30, "remaining": 0,
                  "reset_seconds": 59, "source": "inferred"}
               ]},
              {"target": "groq-free/idle", "account": "groq-free", "provider": "groq", "model": "idle",
               "quota_group": "acme", "state": "ready", "state_seconds": 0, "cooldowns": [], "quotas": []},
              {"target": "openai/b1", "account": "openai", "provider": "openai", "model": "b1",
               "quota_group": "openai", "state": "benched", "state_seconds": 600, "cooldowns": [], "quotas": []}
            ]
            """;

    private static JsonNode targets() {
        try {
            return new ObjectMapper().readTree(TARGETS);
        } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static String text(int width, boolean isComplete) {
        return new TargetsView(width, isComplete)
                .lines(targets()).stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    @Test
    @DisplayName("targets are shown by account, with countdowns, reasons, and the room in their limits as bars")
    void everything() {
        assertThat(text(100, false)).isEqualTo("""
                groq-free  groq, quota group acme: 1 cooling, 1 ready, 1 recovering
                  open ███░░░░░░░░░  25 % of 4, 3 in use
                  large  cooling 22m 46s
                    rate-limit per day, key groq_large: Rate limit reached for model `large` on tokens per day (TPD…
                    TPM  ███████░░░░░  62 % of 6,000, full in 23s
                    RPD  ████████████ 100 % of 14,400
                  small  recovering
                    after overloaded: 1 of 2 under way
                    RPM  ░░░░░░░░░░░░   0 % of 30, full in 59s (inferred)
                  1 more ready, with nothing used
                openai  openai: 1 benched
                  b1  benched 10m 0s""");
    }

    @Test
    @DisplayName("what is idle is shown where everything is asked for")
    void complete() {
        assertThat(text(100, true)).contains("\n  idle  ready\n").doesNotContain("more ready");
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 40, 60, 80})
    @DisplayName("on a narrow terminal no line is broken, and bars are shorter before words are cut")
    void narrow(int width) {
        assertThat(text(width, false).lines()).allMatch(line -> line.length() <= width);
        assertThat(text(width, false)).contains("TPM  ").contains("62 % of");
    }

    @ParameterizedTest
    @CsvSource({"0, BAD", "9, BAD", "10, LIMITED", "49, LIMITED", "50, GOOD", "100, GOOD"})
    @DisplayName("the colour of a bar tells how little is left")
    void colours(int percent, Paint paint) {
        assertThat(new RoomBar("TPM", percent, "").paint()).isEqualTo(paint);
    }

    @ParameterizedTest
    @CsvSource({
        "requests, second, RPS",
        "input-tokens, minute, ITPM",
        "output-tokens, day, OTPD",
        "tokens, hour, TPH",
        "concurrent, unspecified, open"
    })
    @DisplayName("limits have the names that people know")
    void names(String unit, String window, String name) throws Exception {
        JsonNode quota = new ObjectMapper()
                .readTree("{\"unit\":\"" + unit + "\",\"window\":\"" + window + "\",\"limit\":10,\"remaining\":10}");

        assertThat(RoomBar.of(quota).name()).isEqualTo(name);
    }
}

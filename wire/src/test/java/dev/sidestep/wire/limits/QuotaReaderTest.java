package dev.sidestep.wire.limits;

import static dev.sidestep.core.quota.QuotaReport.UNTOLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What headers tell of limits, provider by provider. Headers are written `name: value`, one after
/// the other, with `; ` between.
class QuotaReaderTest {
    @Test
    @DisplayName("Groq's requests are per day and its tokens per minute")
    void groq() {
        List<QuotaReport> reports = read("groq", """
                        x-ratelimit-limit-requests: 14400
                        x-ratelimit-limit-tokens: 6000
                        x-ratelimit-remaining-requests: 14399
                        x-ratelimit-remaining-tokens: 5843
                        x-ratelimit-reset-requests: 6s
                        x-ratelimit-reset-tokens: 1.57s
                        """);

        assertThat(reports)
                .containsExactly(
                        report(Unit.REQUESTS, Window.DAY, 14_400, 14_399, 6_000),
                        report(Unit.TOKENS, Window.MINUTE, 6_000, 5_843, 1_570));
    }

    @Test
    @DisplayName("OpenAI's requests are per minute, unless the numbers are those of a day")
    void openAi() {
        String paid = """
                x-ratelimit-limit-requests: 5000
                x-ratelimit-remaining-requests: 4999
                x-ratelimit-reset-requests: 12ms
                x-ratelimit-limit-tokens: 150000
                x-ratelimit-remaining-tokens: 149984
                x-ratelimit-reset-tokens: 6m0s
                """;
        String free = """
                x-ratelimit-limit-requests: 200
                x-ratelimit-remaining-requests: 199
                x-ratelimit-reset-requests: 7m12s
                """;

        assertThat(read("openai", paid))
                .containsExactly(
                        report(Unit.REQUESTS, Window.MINUTE, 5_000, 4_999, 12),
                        report(Unit.TOKENS, Window.MINUTE, 150_000, 149_984, 360_000));
        assertThat(read("openai", free)).containsExactly(report(Unit.REQUESTS, Window.DAY, 200, 199, 432_000));
    }

    @Test
    @DisplayName("Anthropic counts input and output apart, and resets at moments")
    void anthropic() {
        List<QuotaReport> reports = read("anthropic", """
                        anthropic-ratelimit-requests-limit: 50
                        anthropic-ratelimit-requests-remaining: 49
                        anthropic-ratelimit-requests-reset: 2026-11-21T12:00:01Z
                        anthropic-ratelimit-input-tokens-limit: 30000
                        anthropic-ratelimit-input-tokens-remaining: 0
                        anthropic-ratelimit-input-tokens-reset: 2026-11-21T12:01:00Z
                        anthropic-ratelimit-output-tokens-limit: 8000
                        anthropic-ratelimit-output-tokens-remaining: 8000
                        anthropic-ratelimit-output-tokens-reset: 2026-11-21T11:59:59Z
                        anthropic-ratelimit-tokens-limit: 38000
                        anthropic-ratelimit-tokens-remaining: 8000
                        anthropic-ratelimit-tokens-reset: 2026-11-21T12:01:00.5Z
                        """);

        assertThat(reports)
                .containsExactlyInAnyOrder(
                        report(Unit.REQUESTS, Window.MINUTE, 50, 49, 1_000),
                        report(Unit.INPUT_TOKENS, Window.MINUTE, 30_000, 0, 60_000),
                        report(Unit.OUTPUT_TOKENS, Window.MINUTE, 8_000, 8_000, 0),
                        report(Unit.TOKENS, Window.MINUTE, 38_000, 8_000, 60_500));
    }

    @Test
    @DisplayName("A reset that is a moment counts from the answer's own date")
    void momentCountsFromTheAnswersDate() {
        List<QuotaReport> reports = read("anthropic", """
                        date: Sat, 21 Nov 2026 11:00:00 GMT
                        anthropic-ratelimit-requests-limit: 50
                        anthropic-ratelimit-requests-remaining: 49
                        anthropic-ratelimit-requests-reset: 2026-11-21T11:00:02Z
                        """);

        assertThat(reports).containsExactly(report(Unit.REQUESTS, Window.MINUTE, 50, 49, 2_000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    unified-status: allowed; unified-5h-status: allowed; unified-5h-utilization: 0.33; unified-5h-reset: 1795266000 | -
                    unified-status: rejected; unified-5h-status: rejected; unified-5h-utilization: 0.99; unified-5h-reset: 1795266000 | 3600000
                    unified-status: rejected; unified-5h-utilization: 1.02; unified-5h-reset: 1795266000 | 3600000
                    unified-status: rejected; unified-5h-utilization: 1; unified-7d-utilization: 1.0; unified-5h-reset: 1795266000; unified-7d-reset: 1795348800 | 86400000
                    unified-status: rejected; unified-5h-utilization: 1 | -1
                    """)
    @DisplayName("Of a plan's unknown budgets only a used-up one is told, until the last is back")
    void anthropicPlan(String headers, String resetMillis) {
        List<QuotaReport> reports = read(
                "anthropic",
                headers.replace("unified", "anthropic-ratelimit-unified").replace("; ", "\n"));

        if (resetMillis.equals("-")) {
            assertThat(reports).isEmpty();
        } else {
            assertThat(reports)
                    .containsExactly(new QuotaReport(
                            LimitScope.QUOTA_GROUP,
                            Unit.TOKENS,
                            Window.UNSPECIFIED,
                            UNTOLD,
                            0,
                            UNTOLD,
                            Long.parseLong(resetMillis)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    openai     | x-ratelimit-limit-tokens_usage_based: 40000; x-ratelimit-remaining-tokens_usage_based: 39000; x-ratelimit-reset-tokens_usage_based: 1.5s | TOKENS MINUTE 40000 39000 1500
                    openai     | x-ratelimit-limit-tokens: 30000; x-ratelimit-limit-tokens_usage_based: 40000 | TOKENS MINUTE 30000 -1 -1
                    azure      | x-ratelimit-remaining-requests: 18; x-ratelimit-remaining-tokens: 7000 | REQUESTS MINUTE -1 18 -1, TOKENS MINUTE -1 7000 -1
                    azure-eu   | x-ratelimit-limit-tokens: 30000; x-ratelimit-remaining-tokens: 7000 | TOKENS MINUTE 30000 7000 -1
                    mistral    | x-ratelimitbysize-limit-minute: 500000; x-ratelimitbysize-remaining-minute: 499977; ratelimitbysize-reset: 37 | TOKENS MINUTE 500000 499977 37000
                    mistral    | x-ratelimitbysize-limit-month: 1000000000; x-ratelimitbysize-remaining-month: 999999977 | TOKENS MONTH 1000000000 999999977 -1
                    mistral    | x-ratelimit-limit-req-minute: 50; x-ratelimit-remaining-req-minute: 49; x-ratelimit-limit-tokens-minute: 50000; x-ratelimit-remaining-tokens-minute: 47300 | REQUESTS MINUTE 50 49 -1, TOKENS MINUTE 50000 47300 -1
                    mistral    | x-ratelimit-limit-tokens-minute: 50000; x-ratelimitbysize-limit-minute: 60000 | TOKENS MINUTE 50000 -1 -1
                    fireworks  | X-Ratelimit-Limit-Tokens-Prompt: 60000; X-Ratelimit-Remaining-Tokens-Prompt: 59000; X-Ratelimit-Limit-Tokens-Generated: 6000; X-Ratelimit-Remaining-Tokens-Generated: 0 | INPUT_TOKENS MINUTE 60000 59000 -1, OUTPUT_TOKENS MINUTE 6000 0 -1
                    cerebras   | x-ratelimit-limit-requests-day: 14400; x-ratelimit-remaining-requests-day: 14399; x-ratelimit-reset-requests-day: 33011.382867; x-ratelimit-limit-tokens-minute: 60000; x-ratelimit-remaining-tokens-minute: 59900; x-ratelimit-reset-tokens-minute: 11.382867097855 | REQUESTS DAY 14400 14399 33011383, TOKENS MINUTE 60000 59900 11383
                    sambanova  | x-ratelimit-limit-requests: 60; x-ratelimit-remaining-requests: 42; x-ratelimit-reset-requests: 30; x-ratelimit-limit-requests-day: 1000; x-ratelimit-remaining-requests-day: 900; x-ratelimit-reset-requests-day: 1795266000 | REQUESTS MINUTE 60 42 30000, REQUESTS DAY 1000 900 3600000
                    together   | x-ratelimit-limit: 10; x-ratelimit-remaining: 9; x-ratelimit-reset: 1; x-tokenlimit-limit: 3000; x-tokenlimit-remaining: 2900 | REQUESTS SECOND 10 9 1000, TOKENS SECOND 3000 2900 -1
                    openrouter | X-RateLimit-Limit: 50; X-RateLimit-Remaining: 49; X-RateLimit-Reset: 1795305600000 | REQUESTS DAY 50 49 43200000
                    openrouter | X-RateLimit-Limit: 20; X-RateLimit-Remaining: 19; X-RateLimit-Reset: 1795262460000 | REQUESTS MINUTE 20 19 60000
                    openrouter | X-RateLimit-Limit: 20; X-RateLimit-Remaining: 19 | -
                    gemini     | content-type: application/json; x-request-id: 429 | -
                    """)
    @DisplayName("Every provider's own header names are known")
    void everyProvidersNames(String type, String headers, String reports) {
        assertThat(words(read(type, headers.replace("; ", "\n")))).isEqualTo(reports);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    x-ratelimit-limit-tokens: 6000; x-ratelimit-remaining-tokens: 3000; x-ratelimit-reset-tokens: 30s | TOKENS MINUTE 6000 3000 30000
                    x-ratelimit-limit-requests: 14400; x-ratelimit-remaining-requests: 10000; x-ratelimit-reset-requests: 7h20m0s | REQUESTS DAY 14400 10000 26400000
                    x-ratelimit-limit-requests: 3600; x-ratelimit-remaining-requests: 1800; x-ratelimit-reset-requests: 1800 | REQUESTS HOUR 3600 1800 1800000
                    x-ratelimit-limit: 100; x-ratelimit-remaining: 50; x-ratelimit-reset: 0.5 | REQUESTS SECOND 100 50 500
                    ratelimit-limit: 100; ratelimit-remaining: 0; ratelimit-reset: 60 | REQUESTS MINUTE 100 0 60000
                    x-ratelimit-limit-tokens-minute: 9000; x-ratelimit-remaining-tokens-minute: 1 | TOKENS MINUTE 9000 1 -1
                    x-ratelimit-limit-tokens: 6000; x-ratelimit-remaining-tokens: 3000; x-ratelimit-reset-tokens: 17s | -
                    x-ratelimit-limit-tokens: 6000; x-ratelimit-remaining-tokens: 3000 | -
                    x-ratelimit-limit-tokens: 6000; x-ratelimit-reset-tokens: 30s | -
                    x-ratelimit-limit-tokens: 6000; x-ratelimit-remaining-tokens: 6000; x-ratelimit-reset-tokens: 0s | -
                    x-ratelimit-limit-requests: 60; x-ratelimit-remaining-requests: 50; x-ratelimit-reset-requests: 1 | -
                    x-ratelimit-limit-requests: 6000; x-ratelimit-remaining-requests: 5996; x-ratelimit-reset-requests: 57.6 | -
                    """)
    @DisplayName("An unknown provider's window is worked out from its numbers, or left out")
    void windowIsWorkedOut(String headers, String reports) {
        assertThat(words(read("some-gateway", headers.replace("; ", "\n")))).isEqualTo(reports);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    x-ratelimit-limit: 1000, 1000;w=1, 60000;w=60                                             | REQUESTS SECOND 1000 -1 -1, REQUESTS MINUTE 60000 -1 -1
                    x-ratelimit-limit: 1000, 1000;w=1, 60000;w=60; x-ratelimit-remaining: 999; x-ratelimit-reset: 1 | REQUESTS SECOND 1000 999 1000, REQUESTS MINUTE 60000 -1 -1
                    RateLimit-Limit: 100, 100;w=60;burst=1000, 5000;w=3600; RateLimit-Remaining: 50; RateLimit-Reset: 30 | REQUESTS MINUTE 100 50 30000, REQUESTS HOUR 5000 -1 -1
                    RateLimit-Policy: 10;w=1, 50;w=60, 1000;w=3600, 5000;w=86400; RateLimit: limit=50, remaining=7, reset=9 | REQUESTS SECOND 10 -1 -1, REQUESTS MINUTE 50 7 9000, REQUESTS HOUR 1000 -1 -1, REQUESTS DAY 5000 -1 -1
                    RateLimit-Policy: "burst";q=100;w=60, "daily";q=1000;w=86400; RateLimit: "daily";r=20;t=3600 | REQUESTS MINUTE 100 -1 -1, REQUESTS DAY 1000 20 3600000
                    RateLimit-Policy: "tpm";q=40000;w=60;qu="tokens"; RateLimit: "tpm";r=39000;t=2            | TOKENS MINUTE 40000 39000 2000
                    RateLimit-Policy: "size";q=65535;w=60;qu="content-bytes"                                  | -
                    RateLimit-Policy: 100;w=10                                                                | -
                    RateLimit-Policy: 500000;w=2592000                                                        | REQUESTS MONTH 500000 -1 -1
                    RateLimit-Policy: "a;b,c";q=9;w=60; RateLimit: "a;b,c";r=8;t=7                            | REQUESTS MINUTE 9 8 7000
                    RateLimit-Policy: ;;,=;w=,w=60; RateLimit: ,,;r=                                          | -
                    """)
    @DisplayName("ask I10: headers with several windows tell of several limits")
    void severalWindows(String headers, String reports) {
        assertThat(words(read("openai", headers.replaceAll("; (?=[RrXx][a-zA-Z]*-|RateLimit:)", "\n"))))
                .isEqualTo(reports);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    6000                  | 3000                | 30s                           | 6000 3000 30000
                    6000.0                | 3000.9              | 30                            | 6000 3000 30000
                    ' 6000 '              | 3000                | 30.0001                       | 6000 3000 30001
                    6000                  | 3000                | 6ms                           | 6000 3000 6
                    6000                  | 3000                | 1h2m3.5s                      | 6000 3000 3723500
                    6000                  | 3000                | 2026-11-21T12:00:30Z          | 6000 3000 30000
                    6000                  | 3000                | Sat, 21 Nov 2026 12:00:30 GMT | 6000 3000 30000
                    6000                  | 3000                | 1795262430                    | 6000 3000 30000
                    6000                  | 3000                | 1795262430000                 | 6000 3000 30000
                    6000                  | -5                  | soon                          | 6000 -1 -1
                    6000                  | 9000                | -5                            | 6000 -1 -1
                    -1                    | 3000                | NaN                           | -1 3000 -1
                    1e300                 | 3000                | 1e300                         | -1 3000 -1
                    9223372036854775808   | 3000                | 9223372036854775808           | -1 3000 -1
                    unlimited             | 3000                | 315360000                     | -1 3000 -1
                    6000;w=60             | 3000                | 9999-12-31T23:59:59Z          | -1 3000 -1
                    6000                  | 0x10                | 2020-01-01T00:00:00Z          | 6000 -1 0
                    0                     | 0                   | 30s                           | -
                    none                  | none                | 30s                           | -
                    """)
    @DisplayName("fault 30: every form of number and time is read, and what is absurd is not told")
    void forms(String limit, String remaining, String reset, String numbers) {
        List<QuotaReport> reports = QuotaReader.read(
                "groq",
                Case.headers(Map.of(
                        "x-ratelimit-limit-tokens", limit,
                        "x-ratelimit-remaining-tokens", remaining,
                        "x-ratelimit-reset-tokens", reset)),
                Case.NOW);

        assertThat(words(reports)).isEqualTo(numbers.equals("-") ? "-" : "TOKENS MINUTE " + numbers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"groq", "anthropic", "mistral", "openrouter", "any"})
    @DisplayName("fault 30: ten megabytes of digits cost nothing and mean nothing")
    void endlessNumbers(String type) {
        String digits = "9".repeat(10_000_000);

        assertThat(QuotaReader.read(type, _ -> Optional.of(digits), Case.NOW)).isEmpty();
        assertThat(QuotaReader.read(type, _ -> Optional.of("1;w=60," + digits), Case.NOW))
                .hasSizeLessThan(2);
    }

    @Test
    @DisplayName("An answer with no such headers tells nothing")
    void noHeaders() {
        assertThat(QuotaReader.read("groq", Headers.NONE, Case.NOW)).isEmpty();
        assertThat(QuotaReader.read("", Headers.NONE, Case.NOW)).isEmpty();
    }

    private static QuotaReport report(Unit unit, Window window, long limit, long remaining, long resetMillis) {
        return new QuotaReport(LimitScope.MODEL, unit, window, limit, remaining, UNTOLD, resetMillis);
    }

    private static List<QuotaReport> read(String type, String lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        lines.lines().forEach(line -> headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
        return QuotaReader.read(type, Case.headers(headers), Case.NOW);
    }

    private static String words(List<QuotaReport> reports) {
        return reports.isEmpty()
                ? "-"
                : String.join(", ", reports.stream().map(QuotaReaderTest::words).toList());
    }

    private static String words(QuotaReport report) {
        return report.unit() + " " + report.window() + " " + report.limit() + " " + report.remaining() + " "
                + report.resetMillis();
    }
}

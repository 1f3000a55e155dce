package dev.sidestep.wire.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Outcome;
import dev.sidestep.core.quota.QuotaReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The limits that refusals tell in their bodies: scope, unit, window, limit, remaining, requested.
class RefusalQuotasTest {
    private static final String SENTENCE = """
            {"error":{"message":"%s","type":"%s","code":"rate_limit_exceeded"}}""";

    /// All records of the corpus that tell a limit, and what they tell.
    private static final Map<Integer, String> TOLD = Map.ofEntries(
            Map.entry(1, "MODEL TOKENS DAY 100000 2950 3619"),
            Map.entry(2, "MODEL TOKENS DAY 100000 74 1739"),
            Map.entry(3, "MODEL TOKENS DAY 100000 2125 3399"),
            Map.entry(5, "MODEL TOKENS MINUTE 12000 9458 9855"),
            Map.entry(6, "MODEL TOKENS MINUTE 6000 86 1822"),
            Map.entry(8, "MODEL TOKENS MINUTE 15000 3028 4351"),
            Map.entry(9, "MODEL TOKENS MINUTE 15000 3610 4351"),
            Map.entry(10, "MODEL TOKENS MINUTE 6000 2487 3166"),
            Map.entry(11, "MODEL TOKENS DAY 500000 0 252"),
            Map.entry(12, "MODEL TOKENS MINUTE 7000 7000 12903"),
            Map.entry(13, "MODEL TOKENS DAY 100000 2950 3619"),
            Map.entry(15, "MODEL TOKENS MINUTE 6000 -1 14368"),
            Map.entry(16, "MODEL TOKENS MINUTE 6000 -1 10338"),
            Map.entry(17, "MODEL TOKENS MINUTE 8000 -1 34031"),
            Map.entry(21, "MODEL TOKENS MINUTE 8000 -1 32979"),
            Map.entry(37, "MODEL REQUESTS MINUTE 30 0 1"),
            Map.entry(38, "MODEL REQUESTS DAY 1000 0 1"),
            Map.entry(39, "MODEL TOKENS MINUTE 30000 63 385"),
            Map.entry(40, "MODEL TOKENS MINUTE 30000 15433 24754"),
            Map.entry(41, "MODEL TOKENS MINUTE 30000 11072 11159"),
            Map.entry(43, "MODEL TOKENS MINUTE 30000 7657 10955"),
            Map.entry(45, "MODEL REQUESTS DAY 200 0 1"),
            Map.entry(46, "MODEL REQUESTS DAY 10000 0 1"),
            Map.entry(47, "MODEL REQUESTS DAY 1000 0 1"),
            Map.entry(48, "MODEL TOKENS MINUTE 10000 -1 -1"),
            Map.entry(50, "MODEL TOKENS MINUTE 30000 -1 31538"),
            Map.entry(51, "MODEL TOKENS MINUTE 30000 -1 30601"),
            Map.entry(52, "MODEL TOKENS MINUTE 30000 -1 342389"),
            Map.entry(74, "MODEL INPUT_TOKENS MINUTE 30000 -1 -1"),
            Map.entry(75, "MODEL INPUT_TOKENS MINUTE 20000 -1 -1"),
            Map.entry(77, "MODEL INPUT_TOKENS MINUTE 10000 -1 -1"),
            Map.entry(95, "MODEL INPUT_TOKENS MINUTE 20000 -1 -1"),
            Map.entry(96, "MODEL REQUESTS DAY 20 -1 -1"),
            Map.entry(97, "MODEL REQUESTS DAY 20 -1 -1"),
            Map.entry(98, "MODEL INPUT_TOKENS MINUTE 250000 -1 -1"),
            Map.entry(146, "QUOTA_GROUP REQUESTS MONTH 1000 -1 -1"),
            Map.entry(148, "ACCOUNT REQUESTS MINUTE 10 -1 -1"),
            Map.entry(153, "MODEL REQUESTS MINUTE 9 -1 -1"),
            Map.entry(157, "QUOTA_GROUP REQUESTS DAY 50 0 -1"),
            Map.entry(158, "QUOTA_GROUP REQUESTS DAY 50 0 -1"),
            Map.entry(169, "MODEL TOKENS MINUTE 16000 0 -1"));

    @Test
    @DisplayName("Every recorded refusal that names a limit tells it, and no other does")
    void corpus() {
        Map<Integer, String> told = Case.all().stream()
                .filter(record -> !record.reading().quotas().isEmpty())
                .collect(Collectors.toMap(
                        Case::id, record -> words(record.reading().quotas())));

        assertThat(told).containsExactlyInAnyOrderEntriesOf(TOLD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Rate limit reached for m on input tokens per minute (ITPM): Limit 40,000, Used 39,000, Requested 2,000 | MODEL INPUT_TOKENS MINUTE 40000 1000 2000
                    Rate limit reached for m on OTPM: Limit 4000, Used 4001, Requested 20                             | MODEL OUTPUT_TOKENS MINUTE 4000 0 20
                    Rate limit reached for m on audio seconds per hour (ASH): Limit 7200, Used 7185, Requested 119    | -
                    Rate limit reached on : Limit 14400, Used 14400, Requested 1. Please try again in 6s              | MODEL REQUESTS DAY 14400 0 1
                    Rate limit reached on : Limit 6000, Used 5914, Requested 1822. Please try again in 17.359s        | MODEL TOKENS MINUTE 6000 86 1822
                    Rate limit reached for gpt-4 on requests per min. Limit: 200 / min. Current: 201 / min.           | MODEL REQUESTS MINUTE 200 0 -1
                    organization TPM rate limit, current: 10000, limit: 8000                                          | MODEL TOKENS MINUTE 8000 0 -1
                    request reached max organization concurrency limit of 3, please try again after 1 seconds        | MODEL CONCURRENT UNSPECIFIED 3 -1 -1
                    You may send at most 5 concurrent requests                                                        | MODEL CONCURRENT UNSPECIFIED 5 -1 -1
                    would exceed the rate limit of 8,000 output tokens per minute                                     | MODEL OUTPUT_TOKENS MINUTE 8000 -1 -1
                    exceeds your limit of 50 requests / minute. Upgrade to send 1000 requests per minute              | MODEL REQUESTS MINUTE 50 -1 -1
                    Your limit is 2 queries a second                                                                  | MODEL REQUESTS SECOND 2 -1 -1
                    daily request limit of 1,000 reached                                                              | MODEL REQUESTS DAY 1000 -1 -1
                    Requests per Second (actual/limit): 3/1, Tokens per Minute (actual/limit): 6/16                   | MODEL REQUESTS SECOND 1 0 -1, MODEL TOKENS MINUTE 16 10 -1
                    Too many requests                                                                                 | -
                    """)
    @DisplayName("Limits are read in sentences never seen")
    void sentences(String sentence, String reports) {
        String body = SENTENCE.formatted(sentence, "rate_limit_error");

        assertThat(words(read(429, body).quotas())).isEqualTo(reports);
    }

    @ParameterizedTest
    @CsvSource({"200", "400", "413", "429", "500"})
    @DisplayName("ask A12: what is too large still tells the limit and what it was taken for, at any status")
    void tooLargeTellsTheLimit(int status) {
        String body = SENTENCE.formatted(
                "Request too large for model `m` on tokens per minute (TPM): Limit 7000, Used 0, Requested ~12903. "
                        + "Please try again in 50.59s",
                "tokens");

        Reading reading = read(status, body);

        assertThat(reading.outcome()).isEqualTo(new Outcome.TooLarge(7000));
        assertThat(words(reading.quotas())).isEqualTo("MODEL TOKENS MINUTE 7000 7000 12903");
    }

    @Test
    @DisplayName("Google's violations tell each quota with its own unit, window and reach")
    void violations() {
        String body = """
                {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"* Quota exceeded for metric: x.googleapis.com/requests, limit: 15, model: g\\nPlease retry in 2s.","details":[
                  {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[
                    {"quotaMetric":"x.googleapis.com/requests","quotaId":"RequestsPerMinutePerProjectPerModel","quotaDimensions":{"model":"g","location":"global"}},
                    {"quotaValue":"250000","quotaId":"InputTokensPerDayPerProject","quotaMetric":"x.googleapis.com/input_token_count"}]},
                  {"@type":"type.googleapis.com/google.rpc.ErrorInfo","metadata":{"quota_limit":"OutputTokensPerMinutePerProject","quota_limit_value":"9","quota_metric":"x.googleapis.com/output_tokens"}},
                  {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"2s"}]}}""";

        assertThat(words(read(429, body).quotas()))
                .isEqualTo("MODEL REQUESTS MINUTE 15 -1 -1, QUOTA_GROUP INPUT_TOKENS DAY 250000 -1 -1, "
                        + "QUOTA_GROUP OUTPUT_TOKENS MINUTE 9 -1 -1");
    }

    @Test
    @DisplayName("Headers that a broker passes on in the body tell of limits, and when they are full again")
    void innerHeaders() {
        String body = """
                {"error":{"message":"Rate limit exceeded: free-models-per-min","code":429,"metadata":{"headers":{"X-RateLimit-Limit":"20","X-RateLimit-Remaining":"0","X-RateLimit-Reset":"1795262430000"}}}}""";

        QuotaReport report = read(429, body).quotas().getFirst();

        assertThat(words(List.of(report))).isEqualTo("QUOTA_GROUP REQUESTS MINUTE 20 0 -1");
        assertThat(report.resetMillis()).isEqualTo(30_000);
    }

    private static Reading read(int status, String body) {
        return ErrorReader.read(
                new Answer("any", status, Headers.NONE, body.getBytes(StandardCharsets.UTF_8), Case.NOW));
    }

    private static String words(List<QuotaReport> reports) {
        return reports.isEmpty()
                ? "-"
                : String.join(
                        ", ", reports.stream().map(RefusalQuotasTest::words).toList());
    }

    private static String words(QuotaReport report) {
        return report.scope() + " " + report.unit() + " " + report.window() + " " + report.limit() + " "
                + report.remaining() + " " + report.requested();
    }
}

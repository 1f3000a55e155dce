package dev.sidestep.wire.limits;

import static dev.sidestep.wire.limits.Answers.LIMITED;
import static dev.sidestep.wire.limits.Answers.headers;
import static dev.sidestep.wire.limits.Answers.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hints of how long to wait, through the whole reader: where they stand, and which one counts.
class HintsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    retry-after: 7                                   | {}                                              | 7000
                    Retry-After: Sat, 21 Nov 2026 12:00:34 GMT       | {}                                              | 34000
                    retry-after-ms: 1234                             | {}                                              | 2000
                    retry-after: 2026-11-21T12:00:59Z                | {}                                              | 59000
                    retry-after: 2m59.56s                            | {}                                              | 180000
                    retry-after: 1795262430                          | {}                                              | 30000
                    -  | {"error":{"message":"try again in 9m38.016s"}}                                                | 579000
                    -  | {"error":{"message":"Try again in ~162 min."}}                                                | 9720000
                    -  | {"error":{"message":"Usage limit hit (~162 min remaining)"}}                                  | 9720000
                    -  | {"error":{"message":"quota will reset after 2m 13s"}}                                         | 133000
                    -  | {"error":{"message":"try again in 1h5m"}}                                                     | 3900000
                    -  | {"error":{"message":"available in 3 days"}}                                                   | 259200000
                    -  | {"error":{"message":"resets tomorrow at 00:00 UTC"}}                                          | 43200000
                    -  | {"error":{"message":"resets at midnight Pacific time"}}                                       | 72000000
                    -  | {"error":{"message":"try again at 14:30 UTC"}}                                                | 9000000
                    -  | {"error":{"message":"try again at Nov 22nd, 2026 2:10 AM."}}                                  | 51000000
                    -  | {"error":{"message":"You will regain access on 2026-11-23 at 00:00 UTC"}}                     | 129600000
                    -  | {"error":{"message":"x","retry_after":12.5}}                                                  | 13000
                    -  | {"error":{"message":"x","metadata":{"retry_after_seconds":"12"}}}                             | 12000
                    -  | {"error":{"message":"x","retry_after_ms":1500}}                                               | 2000
                    -  | {"error":{"message":"x","resets_at":1795262430}}                                              | 30000
                    -  | {"error":{"message":"x","reset_at":"2026-11-21T12:00:30Z"}}                                   | 30000
                    -  | {"error":{"message":"x","details":[{"retryDelay":"34.074824224s"}]}}                          | 35000
                    -  | {"error":{"message":"x","code":"model_cooldown","reset_time":"1m30s"}}                        | 90000
                    -  | {"retryAfter":"20","message":"x"}                                                             | 20000
                    """)
    @DisplayName("ask B17, fault 28: every form of hint is understood, wherever it stands")
    void everyForm(String headers, String body, long millis) {
        assertThat(outcome("any", 429, headers(headers), body))
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.UNSPECIFIED, millis));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 500, 502, 503, 504, 520, 522, 524, 529})
    @DisplayName("ask B17: a Retry-After counts on every answer that time may cure, not only on a 429")
    void retryAfterOfServerErrors(int status) {
        assertThat(outcome("any", status, Map.of("retry-after", "12"), "<html>"))
                .isEqualTo(new Outcome.Overloaded(12_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 30, 3600, 86_400, 135_734})
    @DisplayName("fault 26: seconds of a Retry-After are the wait of exactly that model")
    void seconds(long seconds) {
        assertThat(outcome("any", 429, Map.of("retry-after", "" + seconds), ""))
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.UNSPECIFIED, seconds * 1000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Sat, 21 Nov 2026 18:00:20 GMT   | 20000
                    Sat, 21 Nov 2026 20:00:20 +0200 | 20000
                    Sat, 21 Nov 2026 18:00:20       | 20000
                    Sat, 21 Nov 2026 17:59:59 GMT   | 0
                    Sat, 21 Nov 2026 18:00:00 GMT   | 0
                    Sat, 21 Nov 2026 18:00:20 CEST  | 0
                    Fri, 31 Dec 9999 23:59:59 GMT   | 0
                    Thu, 01 Jan 1970 00:00:00 GMT   | 0
                    """)
    @DisplayName("fault 27: a date counts from the answer's own date; a past or absurd one says nothing")
    void dates(String date, long millis) {
        Map<String, String> headers = Map.of("Date", "Sat, 21 Nov 2026 18:00:00 GMT", "Retry-After", date);

        assertThat(outcome("any", 429, headers, ""))
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.UNSPECIFIED, millis));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    retry-after-ms: 1500; retry-after: 30            | 2000
                    retry-after: 1                                   | 1000
                    retry-after: 0                                   | 300000
                    retry-after: Sat, 21 Nov 2026 11:00:34 GMT       | 300000
                    retry-after: soon                                | 300000
                    retry-after: -5                                  | 300000
                    x-ratelimit-reset-tokens: 3s                     | 300000
                    """)
    @DisplayName("fault 29: of contradictory hints milliseconds come before seconds, headers before the body")
    void headersBeforeBody(String headers, long millis) {
        String body = """
                {"error":{"code":"rate_limit_exceeded","retry_after":300,"resets_at":"2026-11-23T00:00:00Z","message":"on TPM, try again in 10m"}}""";

        assertThat(outcome("groq", 429, headers(headers), body))
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.MINUTE, millis));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "retry_after":5,"resets_at":"2026-11-21T12:01:00Z","message":"wait 10m. TPM: Limit 60, Used 60, Requested 9" | 5000
                    "resets_at":"2026-11-21T12:01:00Z","message":"wait 10m. TPM: Limit 60, Used 60, Requested 9"                 | 60000
                    "message":"wait 10m, until 2026-11-23. TPM: Limit 60, Used 60, Requested 9"                                  | 600000
                    "message":"blocked until 2026-11-21T12:00:40Z. TPM: Limit 60, Used 60, Requested 9"                          | 40000
                    "message":"TPM: Limit 60, Used 60, Requested 9"                                                              | 9000
                    "message":"TPM reached"                                                                                      | 0
                    """)
    @DisplayName("fault 29: in the body a field comes before the sentence, a span before a date, and arithmetic last")
    void orderInTheBody(String fields, long millis) {
        assertThat(outcome("groq", 429, "{\"error\":{\"code\":\"rate_limit_exceeded\"," + fields + "}}"))
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.MINUTE, millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"retry_after\":%s,\"code\":\"rate_limit_exceeded\"}}",
                "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Number %s, try again in %<ss\"}}",
                "{\"error\":{\"code\":\"rate_limit_exceeded\",\"resets_in_seconds\":\"%s\"}}",
                "{\"error\":{\"code\":\"rate_limit_exceeded\",\"resets_at\":\"%s\"}}",
            })
    @DisplayName("fault 30: absurd numbers are no wait, in a body as in a header")
    void absurdNumbers(String body) {
        Outcome unsaid = new Outcome.RateLimited(LimitScope.MODEL, Window.UNSPECIFIED, Outcome.UNSAID);
        for (String number : new String[] {
            "9".repeat(60_000), "-5", "0", "NaN", "Infinity", "1e300", "9223372036854775808", "315360000", "0.0"
        }) {
            assertThat(outcome("groq", 429, body.formatted(number))).as(number).isEqualTo(unsaid);
            assertThat(outcome("groq", 429, Map.of("retry-after", number), LIMITED.formatted("x")))
                    .as(number)
                    .isEqualTo(unsaid);
        }
    }
}

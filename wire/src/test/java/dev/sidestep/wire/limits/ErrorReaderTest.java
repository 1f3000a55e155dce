package dev.sidestep.wire.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that were never recorded, and answers meant to hurt.
class ErrorReaderTest {
    private static final String GROQ = """
            {"error":{"message":"%s","type":"tokens","code":"rate_limit_exceeded"}}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Rate limit reached for model `m` in organization `o` on tokens per day (TPD): Limit 200000, Used 199000, Requested 9000. Please try again in 57m36s. | DAY | 3456000
                    Rate limit reached for model `m` on requests per minute (RPM): Limit 30, Used 30, Requested 1. Please try again in 2s. | MINUTE | 2000
                    Rate limit reached for model `m` in organization `o` on : Limit 500000, Used 500370, Requested 252. Please try again in 1m47.5854s. | DAY | 108000
                    Rate limit reached for model `m` in organization `o` on : Limit 6000, Used 5914, Requested 1822. Please try again in 17.359s. | MINUTE | 18000
                    Rate limit reached for model `tpd/per-day-8b` on tokens per minute (TPM): Limit 8000, Used 7999, Requested 81. Please try again in 607.5ms%3F Upgrade | MINUTE | 608
                    Please try again in 3s. On audio seconds per hour (ASH) the limit of model `m` is reached | HOUR | 3000
                    On tokens per day (TPD): Limit 100,000, Used 97,875, Requested 3,399 | DAY | 1101000
                    Limit on TPM reached | MINUTE | 0
                    Too many requests, slow down | UNSPECIFIED | 0
                    """)
    void limitIsReadInWordsNeverSeen(String message, Window window, long waitMillis) {
        Outcome outcome = read("groq", 429, GROQ.formatted(message)).outcome();

        assertThat(outcome).isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, window, waitMillis));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 413, 429, 500})
    void requestedAboveTheLimitIsTooLargeAtAnyStatus(int status) {
        String body =
                GROQ.formatted("Rate limit on TPM: Limit 7000, Used 0, Requested ~12903. Please try again in 50.59s");

        assertThat(read("groq", status, body).outcome()).isEqualTo(new Outcome.TooLarge(7000));
    }

    @Test
    void fundsCountMoreThanTheStatus() {
        String body = """
            {"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":null}}""";

        assertThat(read("openai", 429, body).outcome())
                .isEqualTo(new Outcome.OutOfFunds(LimitScope.QUOTA_GROUP, Outcome.UNSAID));
    }

    @Test
    void fundsComeBackOnTheDayTheySay() {
        String body = """
            {"type":"error","error":{"type":"invalid_request_error","message":"You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC."}}""";

        assertThat(read("anthropic", 400, body).outcome())
                .isEqualTo(new Outcome.OutOfFunds(LimitScope.QUOTA_GROUP, (9 * 24 + 12) * 3_600_000L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    retry-after: 7                             | 7000
                    retry-after: Sat, 21 Nov 2026 12:00:34 GMT | 34000
                    retry-after: Sat, 21 Nov 2026 11:00:34 GMT | 600000
                    retry-after: soon                          | 600000
                    retry-after-ms: 1234                       | 2000
                    x-ratelimit-reset-tokens: 3s               | 600000
                    """)
    void headerComesBeforeTheSentence(String header, long waitMillis) {
        String[] field = header.split(": ", 2);
        String body = GROQ.formatted("Rate limit reached on TPM. Please try again in 10m0s.");

        assertThat(read("groq", 429, Map.of(field[0], field[1]), body).outcome())
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.MINUTE, waitMillis));
    }

    @Test
    void millisecondsComeBeforeSeconds() {
        Map<String, String> headers = Map.of("Retry-After", "30", "retry-after-ms", "1500");

        assertThat(read("azure", 429, headers, "{}").outcome())
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.UNSPECIFIED, 2000));
    }

    @Test
    void dateIsCountedFromTheAnswersOwnDate() {
        Map<String, String> headers =
                Map.of("Date", "Sat, 21 Nov 2026 18:00:00 GMT", "Retry-After", "Sat, 21 Nov 2026 18:00:20 GMT");

        assertThat(read("groq", 429, headers, "").outcome())
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.UNSPECIFIED, 20_000));
    }

    @ParameterizedTest
    @CsvSource({
        "301, faulted",
        "400, rejected",
        "401, unauthorized",
        "402, out-of-funds",
        "403, unauthorized",
        "404, model-unavailable",
        "405, rejected",
        "408, faulted",
        "409, faulted",
        "410, model-unavailable",
        "413, too-large",
        "418, rejected",
        "422, rejected",
        "429, rate-limited",
        "498, overloaded",
        "500, faulted",
        "502, faulted",
        "503, overloaded",
        "504, faulted",
        "520, faulted",
        "524, faulted",
        "529, overloaded",
        "999, faulted",
        "200, faulted"
    })
    void statusDecidesWhereNothingElseIsSaid(int status, String outcome) {
        assertThat(read("unknown", status, "").outcome().id()).isEqualTo(outcome);
    }

    @Test
    void overloadKeepsItsRetryAfter() {
        assertThat(read("groq", 503, Map.of("retry-after", "12"), "").outcome())
                .isEqualTo(new Outcome.Overloaded(12_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid value in messages[0]: Rate limit reached for model `m` on TPM: Limit 6000, Requested 9000",
                "messages.3: 'HTTP 429 Too Many Requests, quota exceeded, please try again in 20s'",
                "You wrote: tokens per day (TPD) Request too large",
                "request 429 is malformed (req_429rate_limit)",
                "prompt contains insufficient_quota and 'credit balance is too low'",
            })
    void badRequestThatQuotesALimitIsNone(String message) {
        String body = """
            {"error":{"message":"%s","type":"invalid_request_error","code":null}}""".formatted(message);

        assertThat(read("openai", 400, body).outcome()).isEqualTo(new Outcome.Rejected(false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"error":{"code":429,"message":"x"}}                                   | rate-limited
                    {"error":{"type":"rate_limit_error","message":"x"}}                    | rate-limited
                    {"error":{"message":"Quota exceeded for the hour"}}                    | rate-limited
                    {"error":{"type":"insufficient_quota","message":"x"}}                  | out-of-funds
                    {"error":{"code":402,"message":"x"}}                                   | out-of-funds
                    {"error":{"code":"context_length_exceeded","message":"x"}}             | too-large
                    {"error":{"code":503,"message":"x"}}                                   | overloaded
                    {"type":"error","error":{"type":"overloaded_error"}}                   | overloaded
                    {"choices":[{"error":{"code":502,"message":"x"}}]}                     | faulted
                    {"type":"response.failed","response":{"error":{"code":"server_error"}}} | faulted
                    {"error":{"type":"invalid_request_error","message":"rate limit"}}      | rejected
                    {"error":"Too many requests"}                                          | rate-limited
                    {"error":{"message":"boom"}}                                           | faulted
                    [{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}]                 | rate-limited
                    {"error":null,"choices":[{"delta":{"content":"rate limit"}}]}          | succeeded
                    {"id":"1","choices":[{"message":{"content":"429"}}]}                   | succeeded
                    """)
    void errorInsideA200IsReadByWhatItSays(String json, String outcome) {
        Reading reading = ErrorReader.readInBand("openrouter", json.getBytes(StandardCharsets.UTF_8), Case.NOW);

        assertThat(reading.outcome().id()).isEqualTo(outcome);
    }

    @Test
    void relaysErrorCodeCountsMoreThanTheStatusItPutOnTop() {
        assertThat(read("relay", 500, "{\"error\":{\"code\":429,\"message\":\"upstream said no\"}}")
                        .outcome())
                .isInstanceOf(Outcome.RateLimited.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"%s\"}}",
                "[{\"error\":{\"message\":\"%s\"}}]",
                "{\"error\":{\"error\":{\"message\":\"%s\"},\"code\":402}}",
                "{\"error\":\"%s\"}",
                "{\"error\":\"Too Many Requests\",\"message\":\"%s\"}",
                "{\"message\":\"%s\"}",
                "{\"title\":\"Oh\",\"detail\":\"%s\",\"status\":429}",
                "{\"error\":{\"message\":\"{\\\"error\\\":{\\\"message\\\":\\\"%s\\\"}}\"}}",
                "%s",
            })
    void sentenceIsFoundInEveryWrapping(String wrapping) {
        String sentence = "Try again in 9m38.016s.";

        assertThat(read("any", 429, wrapping.formatted(sentence)).message()).isEqualTo(sentence);
    }

    @Test
    void webPageIsNeverQuotedNorBelieved() {
        Reading reading = read("groq", 502, "<html><body>Rate limit exceeded, try again in 20s</body></html>");

        assertThat(reading).isEqualTo(new Reading(new Outcome.Faulted("HTTP 502"), "", "", "", true, List.of()));
    }

    @Test
    void messageIsOneBoundedLineWithoutKeys() {
        String body = """
            {"error":{"message":"Bad key sk-proj-0123456789abcdef\\n\\u001b[31m\\u202e%s","type":"t\\u0000"}}""".formatted("x".repeat(20_000));

        Reading reading = read("openai", 401, body);

        assertThat(reading.message())
                .startsWith("Bad key sk-*** [31m x")
                .hasSizeLessThanOrEqualTo(Reading.MAX_MESSAGE_CHARS);
        assertThat(reading.message().chars()).noneMatch(Character::isISOControl);
        assertThat(reading.type()).isEqualTo("t");
    }

    @Test
    void deepNestingIsNoReasonToFail() {
        String body = "{\"error\":{\"code\":\"rate_limit_exceeded\",\"details\":" + "[".repeat(60_000);

        assertThat(read("groq", 400, body).outcome()).isInstanceOf(Outcome.RateLimited.class);
        assertThat(read("groq", 429, "{\"error\":".repeat(9_000)).outcome()).isInstanceOf(Outcome.RateLimited.class);
    }

    @Test
    void bodyIsReadToItsBoundOnly() {
        String padding = " ".repeat(Answer.MAX_BODY_BYTES);
        String body = "{\"error\":{\"message\":\"x\"," + padding + "\"code\":\"insufficient_quota\"}}";

        assertThat(read("openai", 429, body).outcome()).isInstanceOf(Outcome.RateLimited.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"retry_after\":%s,\"code\":\"rate_limit_exceeded\"}}",
                "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Limit %s, try again in %<ss\"}}",
                "{\"error\":{\"code\":\"rate_limit_exceeded\",\"resets_in_seconds\":\"%s\"}}",
            })
    void absurdNumbersAreNoWait(String body) {
        for (String number : new String[] {"9".repeat(60_000), "-5", "1e300", "9223372036854775808", "315360000000"}) {
            assertThat(read("groq", 429, body.formatted(number)).outcome())
                    .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.UNSPECIFIED, Outcome.UNSAID));
        }
    }

    @Test
    void brokenJsonCountsAsFarAsItGoes() {
        assertThat(read("groq", 429, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"cut of")
                        .outcome())
                .isInstanceOf(Outcome.OutOfFunds.class);
    }

    private static Reading read(String provider, int status, String body) {
        return read(provider, status, Map.of(), body);
    }

    private static Reading read(String provider, int status, Map<String, String> headers, String body) {
        return ErrorReader.read(
                new Answer(provider, status, Case.headers(headers), body.getBytes(StandardCharsets.UTF_8), Case.NOW));
    }
}

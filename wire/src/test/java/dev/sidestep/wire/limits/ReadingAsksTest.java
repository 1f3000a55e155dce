package dev.sidestep.wire.limits;

import static dev.sidestep.wire.limits.Answers.LIMITED;
import static dev.sidestep.wire.limits.Answers.MESSAGE;
import static dev.sidestep.wire.limits.Answers.outcome;
import static dev.sidestep.wire.limits.Answers.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What users ask of the reading of refusals, each ask with its number.
class ReadingAsksTest {
    private static final String PER_DAY = """
            {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"You exceeded your current quota.","details":[
              {"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaValue":"20"}]}%s]}}""";
    private static final String HINT = ",{\"retryDelay\":\"36s\"}";

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
    @DisplayName("ask A5: each status has its own meaning where nothing else is said")
    void statusDecidesWhereNothingElseIsSaid(int status, String id) {
        assertThat(outcome("unknown", status, "").id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | invalid_request_error | You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.
                    400 | invalid_request_error | You have reached your API usage limits: the threshold is crossed. You will regain access on 2026-12-01.
                    402 | billing_error         | You will regain access on 2026-12-01 at 00:00 UTC.
                    402 | unknown               | Budget used up, back on December 1st, 2026
                    429 | insufficient_quota    | Spend limit reached. Access is restored on 2026-12-01T00:00:00Z
                    """)
    @DisplayName("ask A6: money that is gone cools the account's quota until the day that is told, whatever the status")
    void fundsComeBackOnTheDayTheySay(int status, String type, String message) {
        String body = """
                {"type":"error","error":{"type":"%s","message":"%s"}}""".formatted(type, message);

        assertThat(outcome("anthropic", status, body))
                .isEqualTo(new Outcome.OutOfFunds(LimitScope.QUOTA_GROUP, (9 * 24 + 12) * 3_600_000L));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 429, 500, 503})
    @DisplayName("ask A7: the body's code counts more than the status, and a wait beside money is not believed")
    void fundsCountMoreThanTheStatus(int status) {
        String body = """
                {"error":{"message":"You exceeded your current quota, try again in 20s","type":"insufficient_quota","code":null}}""";

        assertThat(outcome("openai", status, Map.of("retry-after", "20"), body))
                .isEqualTo(new Outcome.OutOfFunds(LimitScope.QUOTA_GROUP, Outcome.UNSAID));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    429 | {"error":{"rate_limit_reached_type":"primary"}}                        | true
                    400 | {"error":{"rate_limit_reached_type":"primary"}}                        | false
                    418 | {"error":{"message":"come back later"}}                                | false
                    471 |                                                                        | false
                    302 |                                                                        | false
                    200 | {"error":{"weird":"x"}}                                                | false
                    200 | {"error":{"message":"boom"}}                                           | false
                    200 | {"error":{"type":"overloaded_error"}}                                  | true
                    200 | {"choices":[]}                                                         | true
                    400 | {"error":{"type":"invalid_request_error","message":"no such field"}}   | true
                    401 | {"error":{"message":"x"}}                                              | true
                    404 |                                                                        | true
                    422 | {"detail":[{"msg":"field required"}]}                                  | true
                    500 | boom                                                                   | true
                    503 | <html>                                                                 | true
                    """)
    @DisplayName("ask A8: a failure of which only the bare status was understood can be told from the others")
    void unrecognised(int status, String body, boolean isRecognised) {
        assertThat(read("any", status, body == null ? "" : body).recognised()).isEqualTo(isRecognised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "429",
                "{}",
                "<html>Too many requests</html>",
                "{\"error\":{\"code\":\"model_cooldown\",\"message\":\"cooling down\",\"reset_seconds\":60}}",
                "{\"error\":{\"code\":\"never_seen\",\"message\":\"Try again in 60s\"}}",
                "{\"error\":\"nested \\\"quotes\\\" and broken {json\"",
            })
    @DisplayName("ask A9: a Retry-After of a day and a half is honoured, whatever the body says")
    void retryAfterIsHonouredWhateverTheBody(String body) {
        assertThat(outcome("omni", 429, Map.of("Retry-After", "135734"), body))
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.UNSPECIFIED, 135_734_000));
    }

    @Test
    @DisplayName("ask A9: another Sidestep's refusals are read as what they came to there")
    void chainedSidestep() {
        String body = """
                {"error":{"message":"Rate limit reached on groq/m","type":"rate_limit_error","code":"rate_limit_exceeded","retry_after_seconds":77}}""";

        assertThat(outcome("sidestep", 429, body))
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.UNSPECIFIED, 77_000));
    }

    @Test
    @DisplayName("ask A10: a daily quota with a short hint tells both, the hint first")
    void hintAndEndOfDay() {
        assertThat(outcome("gemini", 429, PER_DAY.formatted(HINT)))
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, 36_000, 20 * 3_600_000));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T12:00:00Z, 72000",
        "2026-11-22T07:59:59Z, 1",
        "2026-11-22T08:00:00Z, 86400",
        "2026-07-01T06:59:00Z, 60",
        "2026-03-08T07:59:59Z, 1",
        "2026-03-08T08:00:00Z, 82800",
        "2026-11-01T07:00:00Z, 90000",
        "2026-12-31T12:00:00Z, 72000",
    })
    @DisplayName("ask A10: with no hint a daily quota waits for midnight in Los Angeles, in summer and in winter")
    void midnightInLosAngeles(Instant now, long seconds) {
        Outcome outcome =
                read("gemini", 429, Map.of(), PER_DAY.formatted(""), now).outcome();

        assertThat(outcome)
                .isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, seconds * 1000, seconds * 1000));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 413, 429, 500})
    @DisplayName(
            "ask A12, fault 31: a call that alone is more than the limit is too large at any status, and tells the limit")
    void requestedAboveTheLimit(int status) {
        Reading reading = read(
                "groq",
                status,
                LIMITED.formatted(
                        "on tokens per minute (TPM): Limit 7000, Used 0, Requested ~12903. Please try again in 50.59s"));

        assertThat(reading.outcome()).isEqualTo(new Outcome.TooLarge(7000));
        assertThat(reading.quotas())
                .extracting(QuotaReport::limit, QuotaReport::requested)
                .containsExactly(tuple(7000L, 12_903L));
    }

    @Test
    @DisplayName("ask A13: 9m38.016s is 578.016 seconds, rounded up")
    void minutesAndSeconds() {
        Outcome outcome = outcome("groq", 429, LIMITED.formatted("tokens per day. Please try again in 9m38.016s."));

        assertThat(outcome).isEqualTo(new Outcome.RateLimited(LimitScope.MODEL, Window.DAY, 579_000));
    }

    static List<Case> refusals() {
        return Case.where(record -> record.status() >= 400 && record.body().startsWith("{\"error\":{"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @DisplayName("ask A14: an error in a stream and the same one with a status are read alike")
    void oneClassifier(Case record) {
        String event = "{\"status\":" + record.status() + "," + record.body().substring(1);
        Answer answer = new Answer(
                record.provider(),
                record.status(),
                Headers.NONE,
                record.body().getBytes(StandardCharsets.UTF_8),
                Case.NOW);

        Reading inBand = ErrorReader.readInBand(record.provider(), event.getBytes(StandardCharsets.UTF_8), Case.NOW);

        assertThat(inBand).isEqualTo(ErrorReader.read(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"x\",\"type\":\"invalid_request_error\",\"code\":\"tool_use_failed\"}}",
                "{\"error\":{\"message\":\"x\",\"failed_generation\":\"<function=a>\"}}",
                "{\"error\":{\"message\":\"x\",\"failed_generation\":{\"a\":1}}}",
                "{\"error\":{\"message\":\"x\",\"code\":\"json_validate_failed\"}}",
            })
    @DisplayName("ask A15: a tool call that the model could not form is for another model, and cools nothing")
    void failedGeneration(String body) {
        assertThat(outcome("groq", 400, body)).isEqualTo(new Outcome.Rejected(true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    401 | {"error":{"message":"Invalid API Key","code":"invalid_api_key"}}                    | ACCOUNT
                    401 |                                                                                     | ACCOUNT
                    403 | {"error":{"message":"Quota of 429 deployments reached"}}                            | ACCOUNT_MODEL
                    403 | {"error":{"type":"permission_error","message":"no permission"}}                     | ACCOUNT_MODEL
                    403 | <html>Attention Required! Cloudflare</html>                                         | ACCOUNT_MODEL
                    403 | You are not allowed to sample from this model                                       | ACCOUNT_MODEL
                    """)
    @DisplayName("ask A16, faults 33 and 34: a 401 is about the key, a 403 about the one model only")
    void keysAndPermissions(int status, String body, LimitScope scope) {
        assertThat(outcome("any", status, body == null ? "" : body)).isEqualTo(new Outcome.Unauthorized(scope));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    402 | {"error":{"message":"Payment required"}}
                    402 | {"error":{"message":"Insufficient Balance","code":"invalid_request_error"}}
                    400 | {"error":{"message":"Billing hard limit has been reached","type":"invalid_request_error"}}
                    400 | {"error":{"message":"Your credit balance is too low to access the API","type":"invalid_request_error"}}
                    429 | {"error":{"type":"insufficient_quota"}}
                    403 | {"error":"Your team has used all available credits"}
                    """)
    @DisplayName("fault 32: money is the quota group's, whatever the status it comes with")
    void money(int status, String body) {
        assertThat(outcome("any", status, body))
                .isEqualTo(new Outcome.OutOfFunds(LimitScope.QUOTA_GROUP, Outcome.UNSAID));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    404 | {"error":{"code":"model_not_found","message":"The model `m` does not exist"}}      | ACCOUNT_MODEL
                    404 | {"error":{"message":"m has been deprecated, see the docs"}}                        | PROVIDER_MODEL
                    400 | {"error":{"code":"model_decommissioned","message":"x"}}                            | PROVIDER_MODEL
                    400 | {"error":{"message":"The model llama-9-70b has been decommissioned"}}              | PROVIDER_MODEL
                    410 |                                                                                    | PROVIDER_MODEL
                    """)
    @DisplayName("fault 34: a model that is gone is gone for every account, one that is not offered for this one")
    void models(int status, String body, LimitScope scope) {
        assertThat(outcome("any", status, body == null ? "" : body)).isEqualTo(new Outcome.ModelUnavailable(scope));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid value in messages[0]: Rate limit reached for model `m` on TPM: Limit 6000, Requested 9000",
                "messages.3: 'HTTP 429 Too Many Requests, quota exceeded, please try again in 20s'",
                "You wrote: tokens per day (TPD) Request too large",
                "request 429 is malformed (req_429rate_limit)",
                "prompt contains insufficient_quota and 'credit balance is too low'",
                "elapsedMs: 429, line 429:15, RESOURCE_EXHAUSTED",
            })
    @DisplayName("fault 35: a bad request is the caller's, whatever words of limits it quotes")
    void badRequest(String message) {
        String body = """
                {"error":{"message":"%s","type":"invalid_request_error","code":null}}""".formatted(message);

        assertThat(read("openai", 400, body).outcome()).isEqualTo(new Outcome.Rejected(false));
        assertThat(outcome("any", 400, MESSAGE.formatted(message))).isEqualTo(new Outcome.Rejected(false));
    }
}

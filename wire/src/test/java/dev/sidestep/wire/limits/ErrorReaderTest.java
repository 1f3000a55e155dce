package dev.sidestep.wire.limits;

import static dev.sidestep.wire.limits.Answers.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that were never recorded, and answers meant to hurt.
class ErrorReaderTest {
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
    @DisplayName("An error inside a 200 is read by what it says")
    void errorInsideA200IsReadByWhatItSays(String json, String outcome) {
        Reading reading = ErrorReader.readInBand("openrouter", json.getBytes(StandardCharsets.UTF_8), Case.NOW);

        assertThat(reading.outcome().id()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Invalid 'messages[1].tool_calls[0].id': string too long.            | rejected
                    Invalid 'messages[1].tool_calls[0].function.name': string too long. | rejected
                    Invalid 'messages[0].content': string too long.                     | too-large
                    Invalid 'input[0].content[0].text': string too long.                | too-large
                    Invalid 'input': string too long.                                   | too-large
                    """)
    @DisplayName("A text that is too long says how much fits; an id or a name is only wrong")
    void onlyTextsAreTooLarge(String message, String outcome) {
        String body = "{\"error\":{\"message\":\"" + message
                + "\",\"type\":\"invalid_request_error\",\"code\":\"string_above_max_length\"}}";

        assertThat(read("openai", 400, body).outcome().id()).isEqualTo(outcome);
    }

    @Test
    @DisplayName("A relayed error's 429 counts more than the status that a gateway put on top")
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
    @DisplayName("The provider's sentence is found in every wrapping")
    void sentenceIsFoundInEveryWrapping(String wrapping) {
        String sentence = "Try again in 9m38.016s.";

        assertThat(read("any", 429, wrapping.formatted(sentence)).message()).isEqualTo(sentence);
    }

    @Test
    @DisplayName("A web page is never quoted nor believed")
    void webPageIsNeverQuotedNorBelieved() {
        Reading reading = read("groq", 502, "<html><body>Rate limit exceeded, try again in 20s</body></html>");

        assertThat(reading).isEqualTo(new Reading(new Outcome.Faulted("HTTP 502"), "", "", "", true, List.of()));
    }

    @Test
    @DisplayName("A message is one bounded line without keys")
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
    @DisplayName("Deep nesting is no reason to fail")
    void deepNestingIsNoReasonToFail() {
        String body = "{\"error\":{\"code\":\"rate_limit_exceeded\",\"details\":" + "[".repeat(60_000);

        assertThat(read("groq", 400, body).outcome()).isInstanceOf(Outcome.RateLimited.class);
        assertThat(read("groq", 429, "{\"error\":".repeat(9_000)).outcome()).isInstanceOf(Outcome.RateLimited.class);
    }

    @Test
    @DisplayName("A body is read to its bound only")
    void bodyIsReadToItsBoundOnly() {
        String padding = " ".repeat(Answer.MAX_BODY_BYTES);
        String body = "{\"error\":{\"message\":\"x\"," + padding + "\"code\":\"insufficient_quota\"}}";

        assertThat(read("openai", 429, body).outcome()).isInstanceOf(Outcome.RateLimited.class);
    }

    @Test
    @DisplayName("Broken JSON counts as far as it goes")
    void brokenJsonCountsAsFarAsItGoes() {
        assertThat(read("groq", 429, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"cut of")
                        .outcome())
                .isInstanceOf(Outcome.OutOfFunds.class);
    }
}

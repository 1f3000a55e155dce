package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The bodies are those of real errors, with the organisation replaced.
class RefusalTest {
    private static final long MILLI = 1_000_000L;
    private static final Voice GROQ = new OpenAiVoice(Dialect.GROQ);
    private static final Voice OPENAI = new OpenAiVoice(Dialect.OPENAI);

    @Test
    void groqsLimitIsWordedAsGroqWordsIt() {
        var refusal = GROQ.denied(
                Telling.NUMBERS,
                "llama-3.3-70b-versatile",
                new Admission.Limited(
                        Dimension.TOKENS_PER_DAY, 100_000, 97_050, 3_619, 578_016 * MILLI, "org_x", false, List.of()));

        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.headers()).containsEntry("retry-after", "579").doesNotContainKey("retry-after-ms");
        assertThat(GROQ.body(refusal, Map.of())).isEqualTo("""
                {"error":{"message":"Rate limit reached for model `llama-3.3-70b-versatile` in organization `org_x` \
                service tier `on_demand` on tokens per day (TPD): Limit 100000, Used 97050, Requested 3619. Please try \
                again in 9m38.016s. Need more tokens? Upgrade to Dev Tier today at \
                https://console.groq.com/settings/billing","type":"tokens","code":"rate_limit_exceeded"}}""");
    }

    @Test
    void openaisLimitIsWordedAsOpenaiWordsIt() {
        var refusal = OPENAI.denied(
                Telling.NUMBERS,
                "gpt-4o",
                new Admission.Limited(
                        Dimension.TOKENS_PER_MINUTE, 30_000, 29_937, 385, 644 * MILLI, "org-x", false, List.of()));

        assertThat(refusal.headers()).containsEntry("retry-after", "1").containsEntry("retry-after-ms", "644");
        assertThat(OPENAI.body(refusal, Map.of())).isEqualTo("""
                {"error":{"message":"Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit \
                30000, Used 29937, Requested 385. Please try again in 644ms. Visit \
                https://platform.openai.com/account/rate-limits to learn more.","type":"tokens","param":null,\
                "code":"rate_limit_exceeded"}}""");
    }

    @Test
    void refusalSaysNoMoreThanTheProviderTells() {
        var limited = new Admission.Limited(
                Dimension.REQUESTS_PER_DAY, 20, 20, 1, 3_600_000 * MILLI, "org_x", false, List.of());

        var wait = OPENAI.denied(Telling.WAIT, "m", limited);
        var shortWait = OPENAI.denied(Telling.SHORT_WAIT, "m", limited);
        var nothing = OPENAI.denied(Telling.NOTHING, "m", limited);

        assertThat(wait.message()).isEqualTo("Rate limit exceeded. Please try again in 1h0m0s.");
        assertThat(wait.headers()).containsEntry("retry-after", "3600");
        assertThat(shortWait.message())
                .isEqualTo("Quota exceeded for m: requests per day (RPD), limit: 20. Please retry in 1m0s.");
        assertThat(shortWait.headers()).containsEntry("retry-after", "60");
        assertThat(nothing.message()).isEqualTo("Too many requests.");
        assertThat(nothing.headers()).isEmpty();
    }

    @Test
    void tooLargeIs413AtGroqAnd429AtOpenaiAndHasNoWait() {
        var large = new Admission.TooLarge(Dimension.TOKENS_PER_MINUTE, 6_000, 10_338, "org_x");

        var groq = GROQ.denied(Telling.NUMBERS, "llama-3.3-70b-versatile", large);
        var openai = OPENAI.denied(Telling.NUMBERS, "gpt-4o", large);

        assertThat(groq.status()).isEqualTo(413);
        assertThat(groq.message())
                .startsWith(
                        "Request too large for model `llama-3.3-70b-versatile` in organization `org_x` service tier "
                                + "`on_demand` on tokens per minute (TPM): Limit 6000, Requested 10338, please reduce your "
                                + "message size and try again.");
        assertThat(openai.status()).isEqualTo(429);
        assertThat(openai.message())
                .isEqualTo("Request too large for gpt-4o in organization org_x on tokens per min (TPM): Limit 6000, "
                        + "Requested 10338. The input or output tokens must be reduced in order to run successfully. "
                        + "Visit https://platform.openai.com/account/rate-limits to learn more.");
        assertThat(groq.headers()).doesNotContainKey("retry-after");
    }

    @Test
    void retiredModelIsDecommissionedAtGroq() {
        var refusal = GROQ.denied(Telling.NUMBERS, "m", new Admission.Decommissioned("llama3-70b-8192"));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(GROQ.body(refusal, Map.of())).isEqualTo("""
                {"error":{"message":"The model `llama3-70b-8192` has been decommissioned and is no longer supported. \
                Please refer to https://console.groq.com/docs/deprecations for a recommendation on which model to use \
                instead.","type":"invalid_request_error","code":"model_decommissioned"}}""");
    }

    @Test
    void contextOverflowNamesTheWindow() {
        var model = ModelSpec.of("gpt-3.5-turbo").withWindow(4_097, 4_096);

        var refusal = OPENAI.denied(Telling.NUMBERS, "m", new Admission.ContextExceeded(model, 4_301, 0));

        assertThat(OPENAI.body(refusal, Map.of())).isEqualTo("""
                {"error":{"message":"This model's maximum context length is 4097 tokens. However, your messages \
                resulted in 4301 tokens. Please reduce the length of the messages.","type":"invalid_request_error",\
                "param":"messages","code":"context_length_exceeded"}}""");
    }

    @Test
    void wrongKeyIsNeverEchoedWhole() {
        var refusal = OPENAI.unknownKey(new SimulatedRequest(
                "openai",
                "POST",
                "/chat/completions",
                Map.of("authorization", "Bearer sk-proj-abcdefghijklMxYA"),
                new byte[0]));

        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.message())
                .isEqualTo("Incorrect API key provided: ****MxYA. You can find your API key at "
                        + "https://platform.openai.com/account/api-keys.");
    }
}

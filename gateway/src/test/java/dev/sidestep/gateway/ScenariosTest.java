package dev.sidestep.gateway;

import static dev.sidestep.gateway.SimulatedWorld.FIRST;
import static dev.sidestep.gateway.SimulatedWorld.SECOND;
import static dev.sidestep.gateway.SimulatedWorld.hello;
import static dev.sidestep.gateway.SimulatedWorld.streamedHello;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.config.Knobs;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The scenarios of the specification over HTTP: requests counted at the providers, headers and log lines to the
/// letter.
class ScenariosTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLAUDE = "claude-3-5-sonnet-20241022";
    private static final Duration LONG = Duration.ofSeconds(1366);

    @RegisterExtension
    private final SimulatedWorld world = new SimulatedWorld();

    @Test
    @DisplayName("scenario 1: one rate limit, then success")
    void oneLimit() throws Exception {
        world.simulator().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, LONG);

        HttpResponse<String> answer = world.chat(hello(FIRST));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(world.journal().count()).isEqualTo(2);
        assertThat(header(answer, "x-sidestep-target")).isEqualTo("groq-free/" + SECOND);
        assertThat(header(answer, "x-sidestep-attempts")).isEqualTo("2");
        assertThat(header(answer, "x-sidestep-trail")).isEqualTo("groq-free/" + FIRST + "=rate-limited(1366s)");
        assertThat(JSON.readTree(answer.body()).path("model").asText()).isEqualTo(SECOND);
        assertThat(world.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo("WARN ⚠️ Rate limit hit on groq/" + FIRST + " (attempt 1/25)"),
                        line -> assertThat(line)
                                .matches("INFO Cached rate limit for groq_" + FIRST
                                        + " until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"),
                        line -> assertThat(line).isEqualTo("INFO 🔄 Attempt 1: Switching to groq/" + SECOND),
                        line -> assertThat(line).isEqualTo("INFO ✅ Success! Agent responded with " + SECOND));
    }

    @Test
    @DisplayName("scenario 1: the same, streamed")
    void oneLimitStreamed() throws Exception {
        world.simulator().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, LONG);

        HttpResponse<String> answer = world.chat(streamedHello(FIRST));

        assertThat(header(answer, "content-type")).startsWith("text/event-stream");
        assertThat(header(answer, "x-sidestep-target")).isEqualTo("groq-free/" + SECOND);
        assertThat(header(answer, "x-sidestep-attempts")).isEqualTo("2");
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        assertThat(world.journal().count()).isEqualTo(2);
    }

    @Test
    @DisplayName("scenario 2: every Groq model limited, then OpenAI answers the 18th request")
    void everyGroqModelLimited() throws Exception {
        world.open(world.account("groq"), world.account("openai"));
        world.simulator().limited(Where.provider("groq"), Dimension.TOKENS_PER_DAY, LONG);

        HttpResponse<String> answer = world.chat(hello("auto"));

        assertThat(header(answer, "x-sidestep-target")).isEqualTo("openai/gpt-4o");
        assertThat(header(answer, "x-sidestep-attempts")).isEqualTo("18");
        assertThat(world.journal().count()).isEqualTo(18);
        assertThat(world.journal().count(entry -> entry.provider().equals("groq")))
                .isEqualTo(17);
        assertThat(world.lines())
                .contains(
                        "INFO 🔄 Attempt 3: Switching to groq/llama-3.1-8b-instant",
                        "WARN ⚠️ Rate limit hit on groq/gemma-7b-it (attempt 17/25)",
                        "WARN ⚠️ All models in groq appear rate-limited or exhausted",
                        "INFO 🚀 Switching to different provider type: openai, model: gpt-4o",
                        "INFO 🔄 Attempt 17: Switching provider to openai/gpt-4o",
                        "INFO ✅ Success! Agent responded with gpt-4o");
    }

    @Test
    @DisplayName("scenario 3: the same call again at once asks the cooling model nothing")
    void coolingModelIsSkipped() throws Exception {
        world.simulator().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, LONG);
        world.chat(hello(FIRST));
        world.journal().clear();

        HttpResponse<String> again = world.chat(hello(FIRST));

        assertThat(world.journal().count("groq", FIRST)).isZero();
        assertThat(world.journal().count()).isEqualTo(1);
        assertThat(header(again, "x-sidestep-attempts")).isEqualTo("1");
        assertThat(world.lines())
                .anyMatch(line -> line.matches(
                        "DEBUG Model groq/" + FIRST + " is cached as rate-limited\\. 136\\ds remaining\\."));
    }

    @Test
    @DisplayName("scenario 4: a wait that is over makes the model the first choice again")
    void afterTheWait() throws Exception {
        world.with(Knobs.builder().waitUpTo(Duration.ZERO)).open();
        world.simulator().limited(Where.model("groq", FIRST), Dimension.REQUESTS_PER_MINUTE, Duration.ofSeconds(2));
        HttpResponse<String> during = world.chat(hello(FIRST));

        assertThat(world.awaitLine("INFO Rate limit cooldown expired for groq/" + FIRST))
                .isTrue();
        HttpResponse<String> after = world.chat(hello(FIRST));

        assertThat(header(during, "x-sidestep-target")).isEqualTo("groq-free/" + SECOND);
        assertThat(header(after, "x-sidestep-target")).isEqualTo("groq-free/" + FIRST);
        assertThat(header(after, "x-sidestep-attempts")).isEqualTo("1");
    }

    @Test
    @DisplayName("scenario 5: Groq and OpenAI all limited, then Anthropic answers the 25th request in its own format")
    void groqAndOpenAiLimited() throws Exception {
        world.open(world.account("groq"), world.account("openai"), world.account("anthropic"));
        limit("groq", "openai");

        HttpResponse<String> answer = world.chat(hello("auto"));

        assertThat(header(answer, "x-sidestep-target")).isEqualTo("anthropic/" + CLAUDE);
        assertThat(header(answer, "x-sidestep-attempts")).isEqualTo("25");
        assertThat(requests("groq")).isEqualTo(17);
        assertThat(requests("openai")).isEqualTo(7);
        assertThat(requests("anthropic")).isEqualTo(1);
        assertThat(world.journal().entries().getLast().path()).isEqualTo("/messages");
        assertThat(text(answer)).contains("You said: Hello");
        assertThat(world.lines())
                .contains(
                        "INFO 🚀 Switching to different provider type: anthropic, model: " + CLAUDE,
                        "INFO ✅ Success! Agent responded with " + CLAUDE);
    }

    @Test
    @DisplayName("scenario 5: the same, streamed")
    void groqAndOpenAiLimitedStreamed() throws Exception {
        world.open(world.account("groq"), world.account("openai"), world.account("anthropic"));
        limit("groq", "openai");

        HttpResponse<String> answer = world.chat(streamedHello("auto"));

        assertThat(header(answer, "x-sidestep-target")).isEqualTo("anthropic/" + CLAUDE);
        assertThat(world.journal().count()).isEqualTo(25);
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        assertThat(answer.body().split("\"role\":\"assistant\"", -1)).hasSize(2);
    }

    @Test
    @DisplayName("scenario 6: all 29 models limited, then exactly 25 requests and the message")
    void everythingLimited() throws Exception {
        world.open(world.account("groq"), world.account("openai"), world.account("anthropic"));
        limit("groq", "openai", "anthropic");

        HttpResponse<String> answer = world.chat(hello("auto"));

        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(world.journal().count()).isEqualTo(25);
        assertThat(header(answer, "x-sidestep-attempts")).isEqualTo("25");
        assertThat(error.path("message").asText()).isEqualTo("""
                ⚠️ Rate limit reached on anthropic/claude-3-5-sonnet-20241022. Provider requests waiting 23 minutes.

                Available models status:
                  • Groq: 0 models available
                  • OpenAI: 0 models available
                  • Anthropic: 4 models available

                💡 All known models are currently rate-limited. Please try again later or add additional API keys.
                🛑 Rate limit on all available providers and models (tried 3 provider(s), 25 model(s))
                💡 Tip: Configure additional providers (Gemini) in your settings for automatic failover
                📊 Current providers configured: groq, openai, anthropic""");
    }

    @Test
    @DisplayName("scenario 9: Groq and OpenAI all limited, then Gemini answers in its own format")
    void geminiAnswers() throws Exception {
        world.open(world.account("groq"), world.account("openai"), world.account("gemini"));
        limit("groq", "openai");

        HttpResponse<String> answer = world.chat(hello("auto"));

        assertThat(header(answer, "x-sidestep-target")).isEqualTo("gemini/gemini-2.5-flash");
        assertThat(world.journal().count()).isEqualTo(25);
        assertThat(requests("gemini")).isEqualTo(1);
        assertThat(world.journal().entries().getLast().path()).isEqualTo("/models/gemini-2.5-flash:generateContent");
        assertThat(text(answer)).contains("You said: Hello");
    }

    @Test
    @DisplayName("scenario 11: a frequency penalty is absent at Gemini and Anthropic, and present again at OpenAI")
    void penaltyIsThereAgain() throws Exception {
        world.open(world.account("gemini"), world.account("anthropic"), world.account("openai"));
        limit("gemini", "anthropic");
        String call = hello("auto")
                .replaceFirst(
                        "\\{",
                        "{\"frequency_penalty\":0.5,\"presence_penalty\":0.25,"
                                + "\"models\":[\"gemini/gemini-2.5-flash\",\"anthropic/" + CLAUDE
                                + "\",\"openai/gpt-4o\"],");

        HttpResponse<String> answer = world.chat(call);

        List<String> bodies = world.journal().entries().stream()
                .map(entry -> entry.bodyText())
                .toList();
        assertThat(bodies).hasSize(3);
        assertThat(bodies.subList(0, 2))
                .noneMatch(body -> body.toLowerCase(Locale.ROOT).contains("penalty"));
        JsonNode sent = JSON.readTree(bodies.getLast());
        assertThat(sent.path("frequency_penalty").asDouble()).isEqualTo(0.5);
        assertThat(sent.path("presence_penalty").asDouble()).isEqualTo(0.25);
        assertThat(header(answer, "x-sidestep-target")).isEqualTo("openai/gpt-4o");
        assertThat(header(answer, "x-sidestep-dropped")).isEmpty();
    }

    @Test
    @DisplayName("scenario 7: with two attempts per provider the third goes elsewhere")
    void attemptsPerProvider() throws Exception {
        world.with(Knobs.builder().attemptsPerProvider(2)).open(world.account("groq"), world.account("openai"));
        world.simulator().limited(Where.provider("groq"), Dimension.TOKENS_PER_DAY, LONG);

        HttpResponse<String> answer = world.chat(hello("auto"));

        assertThat(header(answer, "x-sidestep-target")).isEqualTo("openai/gpt-4o");
        assertThat(world.journal().count(entry -> entry.provider().equals("groq")))
                .isEqualTo(2);
        assertThat(world.lines()).contains("INFO 🚀 Switching to different provider type: openai, model: gpt-4o");
    }

    @Test
    @DisplayName("scenario 8: when nothing is left, the message says so to the letter, and when to come back")
    void nothingIsLeft() throws Exception {
        world.simulator().limited(Where.provider("groq"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(900));

        HttpResponse<String> answer = world.chat(hello("auto"));

        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(header(answer, "retry-after"))).isBetween(898, 900);
        assertThat(error.path("message").asText()).isEqualTo("""
                ⚠️ Rate limit reached on groq/llama-3.3-70b-specdec. Provider requests waiting 15 minutes.

                Available models status:
                  • Groq: 0 models available

                💡 All known models are currently rate-limited. Please try again later or add additional API keys.
                🛑 Rate limit on all available providers and models (tried 1 provider(s), 2 model(s))
                💡 Tip: Configure additional providers (OpenAI, Gemini, Anthropic) in your settings for automatic failover
                📊 Current providers configured: groq-free""");
        assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(error.path("type").asText()).isNotEmpty();
        assertThat(world.journal().count()).isEqualTo(2);
        assertThat(world.lines())
                .endsWith(
                        "WARN ⚠️ All models in groq appear rate-limited or exhausted",
                        "ERROR ❌ No more fallback models or providers available");
    }

    @Test
    @DisplayName("scenario 10: two Groq accounts and no other: the free one's models, then the paid one's")
    void anotherAccount() throws Exception {
        world.open(
                world.account("groq-free").models(List.of(FIRST, SECOND)),
                world.account("groq-paid").models(List.of(FIRST)));
        String free = world.accountAtProvider("groq-free");
        world.simulator().limited(Where.provider("groq").from(free), Dimension.TOKENS_PER_DAY, LONG);

        HttpResponse<String> answer = world.chat(hello("auto"));

        assertThat(header(answer, "x-sidestep-target")).isEqualTo("groq-paid/" + FIRST);
        assertThat(header(answer, "x-sidestep-attempts")).isEqualTo("3");
        assertThat(world.journal().count()).isEqualTo(3);
        assertThat(world.lines()).contains("INFO 🔄 Attempt 2: Switching provider to groq-paid/" + FIRST);
    }

    @Test
    @DisplayName("scenario 12: a daily limit of tokens in words cools that model for 1101 s")
    void tokensPerDayInWords() throws Exception {
        world.simulator()
                .inject(
                        Where.model("groq", FIRST),
                        Fault.json(
                                429,
                                "{\"error\":{\"message\":\"Rate limit reached for model `" + FIRST + "` in organization"
                                        + " `org_x` on tokens per day (TPD): Limit 100000, Used 97875, Requested 3399."
                                        + " Please try again in 18m20.589s.\",\"type\":\"tokens\",\"code\":"
                                        + "\"rate_limit_exceeded\"}}"));

        HttpResponse<String> answer = world.chat(hello(FIRST));
        JsonNode status = JSON.readTree(world.get("/api/v1/rate-limit-status").body());

        assertThat(header(answer, "x-sidestep-trail")).isEqualTo("groq-free/" + FIRST + "=rate-limited(1101s)");
        assertThat(status.path("total_cached").asInt()).isEqualTo(1);
        assertThat(status.path("by_provider").path("groq").asInt()).isEqualTo(1);
        assertThat(status.path("available_models").path("groq").asInt()).isEqualTo(1);
        JsonNode entry = status.path("entries").path(0);
        assertThat(entry.path("key").asText()).isEqualTo("groq_" + FIRST);
        assertThat(entry.path("remaining_seconds").asInt()).isBetween(1095, 1101);
        assertThat(entry.path("provider").asText()).isEqualTo("groq");
        assertThat(entry.path("cooldown_until").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    }

    @Test
    @DisplayName("a hundred calls at once while one model is limited are all answered")
    void hundredCallsAtOnce() {
        world.simulator().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, LONG);

        List<Integer> statuses = IntStream.range(0, 100)
                .parallel()
                .mapToObj(_ -> {
                    try {
                        return world.chat(hello(FIRST)).statusCode();
                    } catch (IOException | InterruptedException failed) {
                        throw new IllegalStateException(failed);
                    }
                })
                .toList();

        assertThat(statuses).hasSize(100).containsOnly(200);
    }

    private void limit(String... providers) {
        for (String provider : providers) {
            world.simulator().limited(Where.provider(provider), Dimension.TOKENS_PER_DAY, LONG);
        }
    }

    private int requests(String provider) {
        return world.journal().count(entry -> entry.provider().equals(provider));
    }

    private static String text(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).at("/choices/0/message/content").asText();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}

package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every wire does in its own words: streams, limits, faults, and what models are told to say.
class EveryWireTest {
    private static final Limits LIMITS =
            Limits.none().with(Dimension.REQUESTS_PER_MINUTE, 50).with(Dimension.TOKENS_PER_MINUTE, 30_000);

    private final Faced faced = new Faced(SimulatorSpec.builder()
            .provider(ProviderSpec.named("openai").acceptAnyKey().model(model("gpt-5.4")))
            .provider(ProviderSpec.named("anthropic").acceptAnyKey().model(model("claude-haiku-4-5")))
            .provider(ProviderSpec.named("gemini").acceptAnyKey().model(model("gemini-3.8-flash")))
            .build());

    private static ModelSpec model(String id) {
        return ModelSpec.of(id).withLimits(LIMITS);
    }

    /// A wire, and how a stream is asked for on it.
    enum Wired {
        CHAT,
        RESPONSES,
        MESSAGES,
        GEMINI;

        Faced.Answer stream(Faced faced, String text) {
            return switch (this) {
                case CHAT -> faced.chat("gpt-5.4", "\"stream\":true," + messages(text));
                case RESPONSES -> faced.responses("gpt-5.4", "\"stream\":true,\"input\":\"" + text + "\"");
                case MESSAGES ->
                    faced.messages("claude-haiku-4-5", "\"stream\":true,\"max_tokens\":99," + messages(text));
                case GEMINI -> faced.geminiStream("gemini-3.8-flash", contents(text));
            };
        }
    }

    private static String messages(String text) {
        return "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]";
    }

    private static String contents(String text) {
        return "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}]";
    }

    private static List<String> types(Faced.Answer answer) {
        return answer.events().stream()
                .map(event -> event.path("type").asText())
                .toList();
    }

    @Test
    void messagesStreamKeepsItsGrammar() {
        faced.simulator()
                .say(
                        Where.anywhere(),
                        Speech.calls(new Speech.Call("t", "{\"a\":1}")).withText("one two"),
                        1);

        var types = types(Wired.MESSAGES.stream(faced, "hi"));

        assertThat(types)
                .containsExactly(
                        "message_start",
                        "ping",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
    }

    @Test
    void responsesStreamIsNumberedAndEndsWithAllThatWasStreamed() {
        faced.simulator()
                .say(
                        Where.anywhere(),
                        Speech.calls(new Speech.Call("t", "{\"a\":1}")).withText("one two"),
                        1);

        var events = Wired.RESPONSES.stream(faced, "hi").events();

        var done = new ArrayList<JsonNode>();
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").intValue()).isEqualTo(i);
            if (events.get(i).path("type").asText().equals("response.output_item.done")) {
                done.add(events.get(i).path("item"));
            }
        }
        assertThat(events.getLast().path("type").asText()).isEqualTo("response.completed");
        assertThat(events.getLast().at("/response/output"))
                .containsExactlyElementsOf(done)
                .hasSize(3);
    }

    @Test
    @DisplayName("case 84: the finish comes in a later chunk than the function call")
    void case84finishComesAfterTheFunctionCall() {
        faced.simulator().say(Where.anywhere(), Speech.calls(new Speech.Call("t", "{}")), 1);

        var events = Wired.GEMINI.stream(faced, "hi").events();

        assertThat(events).hasSize(2);
        assertThat(events.getFirst()
                        .at("/candidates/0/content/parts/0/functionCall/id")
                        .textValue())
                .startsWith("fc_");
        assertThat(events.getFirst().at("/candidates/0").has("finishReason")).isFalse();
        assertThat(events.getLast().at("/candidates/0/finishReason").textValue())
                .isEqualTo("STOP");
    }

    @Test
    @DisplayName("case 10: older Gemini models give their function calls no ids")
    void case10olderGeminiModelsGiveNoIds() {
        var older = new Faced(SimulatorSpec.everyWire());
        older.simulator().say(Where.anywhere(), Speech.calls(new Speech.Call("t", "{}")), 1);

        var answer = older.gemini("gemini-2.0-flash", contents("hi")).json();

        assertThat(answer.at("/candidates/0/content/parts/0/functionCall").has("id"))
                .isFalse();
        assertThat(answer.at("/candidates/0/content/parts/0").has("thoughtSignature"))
                .isFalse();
    }

    @Test
    @DisplayName("case 76: a model that spends all its tokens on thinking says nothing")
    void case76thinkingAloneIsAnEmptyCandidate() {
        var body = "\"generationConfig\":{\"maxOutputTokens\":2}," + contents("why?");

        var candidate = faced.gemini("gemini-3.8-flash", body).json().at("/candidates/0");

        assertThat(candidate.path("content").has("parts")).isFalse();
        assertThat(candidate.path("finishReason").textValue()).isEqualTo("MAX_TOKENS");
    }

    @ParameterizedTest
    @EnumSource(Wired.class)
    void streamsBeginWithoutContent(Wired wire) {
        faced.simulator().inject(Where.anywhere(), new Fault.Cut(1, Ending.Plain.END), 1);

        assertThat(wire.stream(faced, "hi").text()).doesNotContain("This");
        assertThat(wire.stream(faced, "hi").text()).contains("This");
    }

    @ParameterizedTest
    @EnumSource(Wired.class)
    void errorsAreInTheShapeOfTheWire(Wired wire) {
        faced.simulator().inject(Where.anywhere(), Fault.status(503), 1);
        var status = wire.stream(faced, "hi");
        faced.simulator().inject(Where.anywhere(), Fault.errorAfterContent(1), 1);
        var within = wire.stream(faced, "hi").events().getLast();

        assertThat(status.status()).isEqualTo(503);
        assertThat(status.message()).isEqualTo("Simulated status 503");
        switch (wire) {
            case CHAT -> assertThat(within.at("/error/message").textValue()).contains("over capacity");
            case RESPONSES ->
                assertThat(within.at("/response/status").textValue()).isEqualTo("failed");
            case MESSAGES -> assertThat(within.at("/error/type").textValue()).isEqualTo("overloaded_error");
            case GEMINI -> assertThat(within.at("/error/status").textValue()).isEqualTo("UNAVAILABLE");
        }
    }

    @ParameterizedTest
    @EnumSource(Wired.class)
    void limitIsToldAfterTheStreamHasBegun(Wired wire) {
        faced.simulator().inject(Where.anywhere(), Fault.limitAfterRole(), 1);

        var answer = wire.stream(faced, "hi");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).doesNotContain("This").containsAnyOf("ate limit", "RESOURCE_EXHAUSTED");
    }

    @ParameterizedTest
    @EnumSource(Wired.class)
    void refusalIsSaidInTheWordsOfTheWire(Wired wire) {
        faced.simulator().say(Where.anywhere(), Speech.refusal("I would rather not."), 1);

        var text = wire.stream(faced, "hi").text();

        assertThat(text)
                .contains(
                        switch (wire) {
                            case CHAT -> "\"delta\":{\"refusal\":\"I \"}";
                            case RESPONSES -> "response.refusal.delta";
                            case MESSAGES -> "\"stop_reason\":\"refusal\"";
                            case GEMINI -> "\"finishReason\":\"SAFETY\"";
                        });
    }

    @Test
    void anthropicTellsItsLimitsInHeaders() {
        var answer = faced.messages("claude-haiku-4-5", "\"max_tokens\":100," + messages("hi"));
        faced.simulator().limited(Where.anywhere(), Dimension.TOKENS_PER_MINUTE, Duration.ofMillis(22_100));
        var limited = faced.messages("claude-haiku-4-5", "\"max_tokens\":100," + messages("hi"));

        assertThat(answer.headers())
                .containsEntry("anthropic-ratelimit-requests-limit", "50")
                .containsEntry("anthropic-ratelimit-requests-remaining", "49")
                .containsEntry("anthropic-ratelimit-requests-reset", "2023-11-14T22:13:22Z")
                .containsKey("anthropic-ratelimit-input-tokens-remaining");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.headers()).containsEntry("retry-after", "23");
        assertThat(limited.json().at("/error/type").textValue()).isEqualTo("rate_limit_error");
        assertThat(limited.message())
                .startsWith(
                        "This request would exceed your organization's rate limit of 30,000 input tokens per minute "
                                + "(org: org_key-");
    }

    @Test
    void geminiTellsItsLimitsInDetails() {
        faced.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_DAY, Duration.ofMillis(38_100));

        var limited = faced.gemini("gemini-3.8-flash", contents("hi"));

        var details = limited.json().at("/error/details");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.message()).contains("limit: 1000, model: gemini-3.8-flash\nPlease retry in 38.1s.");
        assertThat(details.at("/1/violations/0/quotaId").textValue())
                .isEqualTo("GenerateRequestsPerDayPerProjectPerModel-FreeTier");
        assertThat(details.at("/2/retryDelay").textValue()).isEqualTo("38.1s");
        assertThat(limited.headers()).doesNotContainKey("retry-after");
    }

    @Test
    void openAisDialectCanBeChosenForAnyName() {
        var plain = new Faced(SimulatorSpec.builder()
                .provider(ProviderSpec.named("anthropic")
                        .dialect(Dialect.OPENAI)
                        .acceptAnyKey()
                        .models("m"))
                .build());

        var answer = plain.post("anthropic", "/chat/completions", "{\"model\":\"m\"," + messages("hi") + "}");

        assertThat(answer.json().path("object").textValue()).isEqualTo("chat.completion");
        assertThat(ProviderSpec.named("anthropic")
                        .dialect(Dialect.OPENAI)
                        .build()
                        .path())
                .isEqualTo("/anthropic/v1");
        assertThat(ProviderSpec.named("gemini").build().path()).isEqualTo("/gemini/v1beta");
        assertThat(plain.send("anthropic", "/messages", "", Map.of("authorization", "Bearer k"), "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void wordsQueuedForAModelAreSaidAsOftenAsTold() {
        faced.simulator().say(Where.model("openai", "gpt-5.4"), Speech.ofTokens(500), 1);

        var said = faced.chat("gpt-5.4", messages("hi")).json();
        var own = faced.chat("gpt-5.4", messages("hi")).json();

        assertThat(said.at("/usage/completion_tokens").intValue()).isEqualTo(500);
        assertThat(own.at("/choices/0/message/content").textValue()).startsWith("This is");
    }
}

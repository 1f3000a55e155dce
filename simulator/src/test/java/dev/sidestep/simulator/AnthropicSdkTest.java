package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Anthropic's own Java SDK as the judge of what the simulator says.
class AnthropicSdkTest {
    private static final String MODEL = "claude-haiku-4-5-20251001";

    private final SimulatorServer server = SimulatorServer.start(SimulatorSpec.everyWire(), 0);
    private final AnthropicClient client = AnthropicOkHttpClient.builder()
            .baseUrl(server.baseUrl("anthropic").toString().replace("/v1", ""))
            .apiKey("key")
            .maxRetries(0)
            .timeout(Duration.ofSeconds(10))
            .build();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static MessageCreateParams.Builder ask(String text) {
        return MessageCreateParams.builder().model(MODEL).maxTokens(2_000).addUserMessage(text);
    }

    private Message streamed(MessageCreateParams.Builder params) {
        var accumulator = MessageAccumulator.create();
        try (var stream = client.messages().createStreaming(params.build())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.message();
    }

    private static Tool weather() {
        return Tool.builder()
                .name("weather")
                .inputSchema(Tool.InputSchema.builder()
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();
    }

    @Test
    void streamedAnswerIsTheWholeAnswer() {
        var whole = client.messages().create(ask("hi").build());
        var streamed = streamed(ask("hi"));

        assertThat(streamed.content().getFirst().asText().text())
                .isEqualTo(whole.content().getFirst().asText().text())
                .contains("You said: hi");
        assertThat(streamed.usage().outputTokens()).isEqualTo(whole.usage().outputTokens());
        assertThat(streamed.stopReason()).contains(StopReason.END_TURN);
    }

    @Test
    void toolsAreCalledInParallelAndAnswered() {
        server.simulator()
                .say(
                        Where.anywhere(),
                        Speech.calls(
                                        new Speech.Call("weather", "{\"city\":\"Bern\"}"),
                                        new Speech.Call("weather", "{\"city\":\"Rome\"}"))
                                .withText("Let me look."),
                        1);

        var answer = streamed(ask("weather?").addTool(weather()));

        assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(answer.content()).hasSize(3);
        assertThat(answer.content().get(2).asToolUse()._input()).hasToString("{city=Rome}");
        assertThat(answer.content().get(1).asToolUse().id())
                .isNotEqualTo(answer.content().get(2).asToolUse().id());
    }

    @Test
    void thoughtComesBackWithItsSignature() {
        var answer = streamed(ask("weather").enabledThinking(1_024).addTool(weather()));

        assertThat(answer.content().getFirst().asThinking().thinking()).startsWith("The user said: weather");
        var again = client.messages()
                .create(ask("weather")
                        .enabledThinking(1_024)
                        .addTool(weather())
                        .addMessage(answer)
                        .addUserMessageOfContentBlockParams(
                                List.of(com.anthropic.models.messages.ContentBlockParam.ofToolResult(
                                        com.anthropic.models.messages.ToolResultBlockParam.builder()
                                                .toolUseId(answer.content()
                                                        .getLast()
                                                        .asToolUse()
                                                        .id())
                                                .content("sunny")
                                                .build())))
                        .build());
        assertThat(again.content().getLast().asText().text()).contains("sunny");
    }

    @Test
    void refusalsAreTheExceptionsThatTheyShouldBe() {
        server.simulator().limited(Where.model("anthropic", MODEL), Dimension.TOKENS_PER_MINUTE, Duration.ofSeconds(7));

        assertThatThrownBy(() -> client.messages().create(ask("hi").build()))
                .isInstanceOfSatisfying(RateLimitException.class, e -> {
                    assertThat(e.headers().values("retry-after")).containsExactly("7");
                    assertThat(e.getMessage()).contains("input tokens per minute");
                });
        assertThatThrownBy(
                        () -> client.messages().create(ask("hi").model("nobody").build()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.messages()
                        .create(ask("hi")
                                .putAdditionalBodyProperty("temperature", JsonValue.from(1))
                                .build()))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void errorInAStreamIsSeen() {
        server.simulator().inject(Where.anywhere(), Fault.errorAfterContent(2), 1);
        assertThatThrownBy(() -> streamed(ask("hi"))).isInstanceOf(SseException.class);

        server.simulator().inject(Where.anywhere(), Fault.endsEarly(2), 1);
        assertThatThrownBy(() -> streamed(ask("hi"))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void tokensAreCountedAndModelsListed() {
        var counted = client.messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model(MODEL)
                        .addUserMessage("How many?")
                        .build());

        assertThat(counted.inputTokens()).isPositive();
        assertThat(client.models().list().data())
                .extracting(model -> model.id())
                .contains(MODEL, "claude-sonnet-5-5");
    }
}

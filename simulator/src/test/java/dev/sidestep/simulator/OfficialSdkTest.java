package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// OpenAI's own Java SDK as the judge of what the simulator says.
class OfficialSdkTest {
    private final SimulatorServer server = SimulatorServer.start(
            SimulatorSpec.builder()
                    .provider(
                            ProviderSpec.named("groq").account("team", "right").models("m"))
                    .provider(ProviderSpec.named("openai")
                            .account("team", "right")
                            .models("m")
                            .embeddingModels("e"))
                    .build(),
            0);
    private final OpenAIClient groq = client("groq", "right");
    private final OpenAIClient openai = client("openai", "right");

    private OpenAIClient client(String provider, String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(server.baseUrl(provider).toString())
                .apiKey(key)
                .maxRetries(0)
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    @AfterEach
    void stop() {
        groq.close();
        openai.close();
        server.close();
    }

    private static ChatCompletionCreateParams.Builder ask(String text) {
        return ChatCompletionCreateParams.builder().model("m").addUserMessage(text);
    }

    private static ChatCompletion streamed(OpenAIClient client, ChatCompletionCreateParams.Builder params) {
        var accumulator = ChatCompletionAccumulator.create();
        var withUsage = params.streamOptions(
                ChatCompletionStreamOptions.builder().includeUsage(true).build());
        try (var stream = client.chat().completions().createStreaming(withUsage.build())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    @Test
    void streamedAnswerIsTheWholeAnswer() {
        for (var client : new OpenAIClient[] {groq, openai}) {
            var whole = client.chat().completions().create(ask("hi").build());
            var streamed = streamed(client, ask("hi"));

            assertThat(streamed.choices().getFirst().message().content())
                    .isPresent()
                    .isEqualTo(whole.choices().getFirst().message().content());
            assertThat(streamed.usage()).isEqualTo(whole.usage());
            assertThat(streamed.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        }
    }

    @Test
    void toolCallIsPutTogetherFromItsFragments() {
        var weather = FunctionDefinition.builder()
                .name("weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();

        var answer = streamed(openai, ask("use weather").addFunctionTool(weather));

        var call = answer.choices()
                .getFirst()
                .message()
                .toolCalls()
                .orElseThrow()
                .getFirst()
                .asFunction()
                .function();
        assertThat(call.name()).isEqualTo("weather");
        assertThat(call.arguments()).isEqualTo("{\"city\":\"example\"}");
    }

    @Test
    void refusalsAreTheExceptionsThatTheyShouldBe() {
        server.simulator().limited(Where.provider("openai"), Dimension.TOKENS_PER_MINUTE, Duration.ofSeconds(7));

        assertThatThrownBy(() -> openai.chat().completions().create(ask("hi").build()))
                .isInstanceOfSatisfying(RateLimitException.class, e -> {
                    assertThat(e.code()).contains("rate_limit_exceeded");
                    assertThat(e.headers().values("retry-after")).containsExactly("7");
                    assertThat(e.headers().values("retry-after-ms")).containsExactly("7000");
                });
        assertThatThrownBy(() -> groq.chat().completions().create(ask("hi").n(2).build()))
                .isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() ->
                        groq.chat().completions().create(ask("hi").model("x").build()))
                .isInstanceOf(NotFoundException.class);
        var stranger = client("groq", "wrong");
        assertThatThrownBy(() -> stranger.chat().completions().create(ask("hi").build()))
                .isInstanceOf(UnauthorizedException.class);
        stranger.close();
    }

    @Test
    void errorInAStreamIsSeen() {
        server.simulator().inject(Where.anywhere(), Fault.errorAfterContent(2), 1);

        assertThatThrownBy(() -> streamed(openai, ask("hi"))).isInstanceOf(SseException.class);
    }

    @Test
    void embeddingsAndModelsAreRead() {
        var embeddings = openai.embeddings()
                .create(EmbeddingCreateParams.builder().model("e").input("hi").build());

        assertThat(embeddings.data().getFirst().embedding()).hasSize(16);
        assertThat(groq.models().list().data()).extracting(model -> model.id()).containsExactly("m");
    }
}

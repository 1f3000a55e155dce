package dev.sidestep.gateway;

import static dev.sidestep.gateway.SimulatedWorld.FIRST;
import static dev.sidestep.gateway.SimulatedWorld.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.sidestep.config.Knobs;
import dev.sidestep.config.Secret;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// OpenAI's own Java SDK against a running gateway: only its base URL is changed. It retries nothing by itself, so that
/// the requests that are counted are the gateway's.
class OpenAiSdkTest {
    private static final Duration LONG = Duration.ofSeconds(1366);

    @RegisterExtension
    private final SimulatedWorld world = new SimulatedWorld();

    private final List<OpenAIClient> clients = new ArrayList<>();

    @BeforeEach
    void open() {
        world.with(Knobs.builder().keepAlive(Duration.ofMillis(10)))
                .with(config -> config.apiKey(Secret.of("right-key")))
                .open(
                        world.account("groq").models(List.of(FIRST, SECOND)),
                        world.account("openai").models(List.of("gpt-4o", "text-embedding-3-small")));
    }

    @AfterEach
    void close() {
        clients.forEach(OpenAIClient::close);
    }

    private OpenAIClient sdk() {
        return sdk("right-key");
    }

    private OpenAIClient sdk(String key) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(world.gateway().url() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .timeout(Duration.ofSeconds(15))
                .build();
        clients.add(client);
        return client;
    }

    @Test
    void chatGoesRoundALimit() {
        world.simulator().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, LONG);

        ChatCompletion answer = sdk().chat().completions().create(ask(FIRST).build());

        assertThat(answer.model()).isEqualTo(SECOND);
        assertThat(text(answer)).contains("You said: Hello");
        assertThat(answer.usage()).isPresent();
        assertThat(world.journal().count()).isEqualTo(2);
    }

    @Test
    void streamGoesRoundALimitAndAddsUpToTheWholeAnswer() {
        ChatCompletion whole = sdk().chat().completions().create(ask(SECOND).build());
        world.simulator().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, LONG);

        ChatCompletion streamed = streamed(ask(FIRST));

        assertThat(text(streamed)).isEqualTo(text(whole));
        assertThat(streamed.usage()).isEqualTo(whole.usage());
        assertThat(streamed.model()).isEqualTo(SECOND);
    }

    @Test
    void streamThatFailsBeforeItsFirstWordIsAnsweredByAnother() {
        world.simulator().inject(Where.model("groq", FIRST), Fault.errorAfterRole());

        assertThat(text(streamed(ask(FIRST)))).contains(SECOND);
    }

    @Test
    void streamThatBreaksEndsInAnErrorOfTheSdk() {
        world.simulator().inject(Where.anywhere(), Fault.resetAfterContent(2));

        assertThatThrownBy(() -> streamed(ask(FIRST)))
                .isInstanceOf(SseException.class)
                .hasMessageContaining("broke");
        assertThat(world.journal().count()).isEqualTo(1);
    }

    @Test
    void streamThatWaitsIsOneAnswerToTheSdk() throws Exception {
        world.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofMillis(900));

        ChatCompletion streamed = streamed(ask(FIRST));

        assertThat(text(streamed)).contains("You said: Hello");
    }

    @Test
    void streamThatWaitsInVainEndsInAnErrorOfTheSdk() throws Exception {
        world.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofMillis(900));
        CompletableFuture<ChatCompletion> streamed = CompletableFuture.supplyAsync(() -> streamed(ask(FIRST)));
        assertThat(Bench.await(() -> world.gateway().dispatcher().waiting() == 1))
                .isTrue();
        world.simulator().inject(Where.anywhere(), Fault.json(400, "{\"error\":{\"message\":\"too hot\"}}"));

        assertThatThrownBy(streamed::join)
                .hasCauseInstanceOf(SseException.class)
                .hasMessageContaining("too hot");
    }

    @Test
    void toolIsCalled() {
        ChatCompletion answer = sdk().chat()
                .completions()
                .create(ask("gpt-4o", "use weather").addFunctionTool(weather()).build());

        assertToolCall(answer);
    }

    @Test
    void toolCallIsPutTogetherFromItsFragments() {
        assertToolCall(streamed(ask("gpt-4o", "use weather").addFunctionTool(weather())));
    }

    @Test
    void answerFollowsAJsonSchema() throws Exception {
        var schema = ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .build();
        var format = ResponseFormatJsonSchema.builder()
                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                        .name("place")
                        .schema(schema)
                        .build())
                .build();

        ChatCompletion answer = sdk().chat()
                .completions()
                .create(ask("gpt-4o").responseFormat(format).build());

        assertThat(new ObjectMapper().readTree(text(answer)).path("city").isTextual())
                .isTrue();
    }

    @Test
    void embeddingsPassThrough() {
        var vectors = sdk().embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .input("hello")
                        .build());

        assertThat(vectors.data().getFirst().embedding()).hasSize(16);
    }

    @Test
    void modelsAreListed() {
        assertThat(sdk().models().list().data())
                .extracting(model -> model.id())
                .contains("auto", FIRST, SECOND, "gpt-4o");
    }

    @Test
    void everythingLimitedIsARateLimitWithARetryAfter() {
        world.simulator().limited(Where.anywhere(), Dimension.TOKENS_PER_DAY, LONG);

        assertThatThrownBy(() -> sdk().chat().completions().create(ask(FIRST).build()))
                .isInstanceOfSatisfying(RateLimitException.class, limited -> {
                    assertThat(limited.code()).contains("rate_limit_exceeded");
                    assertThat(Integer.parseInt(
                                    limited.headers().values("retry-after").getFirst()))
                            .isBetween(1360, 1366);
                    assertThat(limited.headers().values("x-sidestep-attempts")).containsExactly("3");
                });
        assertThat(world.journal().count()).isEqualTo(3);
    }

    @Test
    void invalidParameterIsABadRequestInTheProvidersWords() {
        assertThatThrownBy(() -> sdk().chat()
                        .completions()
                        .create(ask(FIRST).temperature(9).build()))
                .isInstanceOf(BadRequestException.class);
        assertThat(world.journal().count()).isEqualTo(1);
    }

    @Test
    void wrongKeyIsUnauthorizedAndUnknownModelNotFound() {
        assertThatThrownBy(() ->
                        sdk("wrong-key").chat().completions().create(ask(FIRST).build()))
                .isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> sdk().chat().completions().create(ask("gpt-17").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("gpt-17");
        assertThat(world.journal().count()).isZero();
    }

    @Test
    void providersRefusedKeysAreNeverTheCallersFault() {
        world.simulator().inject(Where.anywhere(), Fault.json(401, "{\"error\":{\"message\":\"Invalid API Key\"}}"));

        assertThatThrownBy(() -> sdk().chat().completions().create(ask(FIRST).build()))
                .isInstanceOf(OpenAIException.class)
                .isNotInstanceOf(UnauthorizedException.class);
    }

    private static ChatCompletionCreateParams.Builder ask(String model) {
        return ask(model, "Hello");
    }

    private static ChatCompletionCreateParams.Builder ask(String model, String text) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
    }

    private ChatCompletion streamed(ChatCompletionCreateParams.Builder params) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        ChatCompletionStreamOptions options =
                ChatCompletionStreamOptions.builder().includeUsage(true).build();
        try (var stream = sdk().chat()
                .completions()
                .createStreaming(params.streamOptions(options).build())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElse("");
    }

    private static FunctionDefinition weather() {
        return FunctionDefinition.builder()
                .name("weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();
    }

    private static void assertToolCall(ChatCompletion answer) {
        ChatCompletionMessageToolCall call =
                answer.choices().getFirst().message().toolCalls().orElseThrow().getFirst();
        assertThat(call.asFunction().function().name()).isEqualTo("weather");
        assertThat(call.asFunction().function().arguments()).isEqualTo("{\"city\":\"example\"}");
    }
}

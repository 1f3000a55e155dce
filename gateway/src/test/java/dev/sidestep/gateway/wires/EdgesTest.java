package dev.sidestep.gateway.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import dev.sidestep.config.Knobs;
import dev.sidestep.gateway.Gateway;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Where;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What surrounds calls: keys, versions, errors, lists of models, token counts and waits, each in the shape of the
/// client's wire
/// format.
class EdgesTest {
    private static final String KEY = "right-key";
    private static final Duration SOON = Duration.ofSeconds(15);

    private final FourWires world = new FourWires();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = world.gateway(
                false, Knobs.builder().keepAlive(Duration.ofMillis(10)), KEY, Upstream.GEMINI, Upstream.MESSAGES);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        gateway.close();
        http.close();
        world.close();
    }

    private OpenAIClient openAi(String key) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .timeout(SOON)
                .build();
        open.add(client::close);
        return client;
    }

    private AnthropicClient anthropic(Consumer<AnthropicOkHttpClient.Builder> key) {
        AnthropicOkHttpClient.Builder builder = AnthropicOkHttpClient.builder()
                .baseUrl(gateway.url().toString())
                .maxRetries(0)
                .timeout(SOON);
        key.accept(builder);
        AnthropicClient client = builder.build();
        open.add(client::close);
        return client;
    }

    private AnthropicClient anthropic(String key) {
        return anthropic(builder -> builder.authToken(key));
    }

    private static MessageCreateParams hello(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(100)
                .addUserMessage("Hello")
                .build();
    }

    private static ChatCompletionCreateParams chatHello(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Hello")
                .build();
    }

    private static ResponseCreateParams responsesHello(String model) {
        return ResponseCreateParams.builder().model(model).input("Hello").build();
    }

    private HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve(path))
                .timeout(SOON)
                .header("content-type", "application/json")
                .headers(headers)
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "x-api-key, right-key, 2023-06-01, 200",
        "x-api-key, right-key, 2026-10-21, 200",
        "authorization, Bearer right-key, 2023-06-01, 200",
        "authorization, Bearer right-key, 2026-10-21, 200",
        "x-api-key, wrong-key, 2023-06-01, 401",
        "authorization, Bearer wrong-key, 2026-10-21, 401",
        "x-other, right-key, 2026-10-21, 401"
    })
    void messagesTakeBothFormsOfKeysInBothVersions(String header, String key, String version, int status)
            throws Exception {
        HttpResponse<String> answer = post(
                "/v1/messages",
                "{\"model\":\"auto\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}",
                header,
                key,
                "anthropic-version",
                version);

        JsonNode body = Sdk.tree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(body.path("type").asText()).isEqualTo(status == 200 ? "message" : "error");
        assertThat(body.at("/error/type").asText()).isEqualTo(status == 200 ? "" : "authentication_error");
    }

    @Test
    void anthropicsSdkMayBringItsKeyInEitherWay() {
        assertThat(anthropic(builder -> builder.apiKey(KEY))
                        .messages()
                        .create(hello("auto"))
                        .content())
                .isNotEmpty();
        assertThat(anthropic(builder -> builder.authToken(KEY))
                        .messages()
                        .create(hello("auto"))
                        .content())
                .isNotEmpty();
    }

    @Test
    @DisplayName("case 95: tokens are counted here, whoever would answer")
    void case95TokensAreCountedHere() {
        long tokens = anthropic(KEY)
                .messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model("gemini/gemini-2.5-flash")
                        .addUserMessage("How many tokens are these words, more or less?")
                        .build())
                .inputTokens();

        assertThat(tokens).isBetween(5L, 40L);
        assertThat(world.journal().count()).isZero();
    }

    @Test
    void modelsCanBeListedByEitherSdk() {
        assertThat(openAi(KEY).models().list().data())
                .extracting(model -> model.id())
                .contains("gemini-2.5-flash", "claude-sonnet-4-5-20250929");
        assertThat(anthropic(KEY).models().list().items())
                .extracting(model -> model.id())
                .contains("gemini-2.5-flash", "claude-sonnet-4-5-20250929");
    }

    @Test
    void wrongKeyIsUnauthorizedToEverySdk() {
        assertThatThrownBy(() -> openAi("wrong").chat().completions().create(chatHello("auto")))
                .isInstanceOf(com.openai.errors.UnauthorizedException.class);
        assertThatThrownBy(() -> openAi("wrong").responses().create(responsesHello("auto")))
                .isInstanceOf(com.openai.errors.UnauthorizedException.class);
        assertThatThrownBy(() -> anthropic("wrong").messages().create(hello("auto")))
                .isInstanceOf(com.anthropic.errors.UnauthorizedException.class);
    }

    @Test
    void unknownModelIsNotFoundToEverySdk() {
        assertThatThrownBy(() -> openAi(KEY).chat().completions().create(chatHello("gpt-17")))
                .isInstanceOf(com.openai.errors.NotFoundException.class)
                .hasMessageContaining("gpt-17");
        assertThatThrownBy(() -> openAi(KEY).responses().create(responsesHello("gpt-17")))
                .isInstanceOf(com.openai.errors.NotFoundException.class)
                .hasMessageContaining("gpt-17");
        assertThatThrownBy(() -> anthropic(KEY).messages().create(hello("gpt-17")))
                .isInstanceOf(com.anthropic.errors.NotFoundException.class)
                .hasMessageContaining("gpt-17");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void malformedBodyIsABadRequestInTheClientsShape(Client client) throws Exception {
        HttpResponse<String> answer = post(path(client), "{\"model\": \"auto\", ", "authorization", "Bearer " + KEY);

        JsonNode body = Sdk.tree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(body.at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(body.at("/error/message").asText()).isNotEmpty();
        assertThat(body.path("type").asText()).isEqualTo(client == Client.MESSAGES ? "error" : "");
    }

    @Test
    void bodyWithoutMessagesIsABadRequestToEverySdk() {
        ObjectNode empty = Sdk.JSON.createObjectNode().put("model", "auto").put("max_tokens", 50);
        empty.put("messages", 17);
        ObjectNode noInput = Sdk.JSON.createObjectNode().put("model", "auto").put("input", 17);
        Client[] clients = Client.values();

        for (Client client : clients) {
            Sdk sdk = Sdk.of(client, gateway.url(), KEY);
            open.add(sdk);
            assertThatThrownBy(() -> sdk.ask(client == Client.RESPONSES ? noInput : empty, false))
                    .isInstanceOfAny(
                            com.openai.errors.BadRequestException.class,
                            com.anthropic.errors.BadRequestException.class);
        }
        assertThat(world.journal().count()).isZero();
    }

    @Test
    void everythingLimitedIsARateLimitWithARetryAfterToEverySdk() {
        world.simulator().limited(Where.anywhere(), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(1366));

        assertThatThrownBy(() -> openAi(KEY).chat().completions().create(chatHello("auto")))
                .isInstanceOfSatisfying(
                        com.openai.errors.RateLimitException.class,
                        limited -> assertWait(limited.headers().values("retry-after")));
        assertThatThrownBy(() -> openAi(KEY).responses().create(responsesHello("auto")))
                .isInstanceOfSatisfying(
                        com.openai.errors.RateLimitException.class,
                        limited -> assertWait(limited.headers().values("retry-after")));
        assertThatThrownBy(() -> anthropic(KEY).messages().create(hello("auto")))
                .isInstanceOfSatisfying(com.anthropic.errors.RateLimitException.class, limited -> {
                    assertWait(limited.headers().values("retry-after"));
                    assertThat(limited.getMessage()).contains("Rate limit");
                });
    }

    private static void assertWait(List<String> retryAfter) {
        assertThat(retryAfter)
                .singleElement()
                .satisfies(seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1300, 1366));
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void streamThatWaitsIsKeptAliveAndThenAnswered(Client client) throws Exception {
        world.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofMillis(900));
        Sdk sdk = Sdk.of(client, gateway.url(), KEY);
        open.add(sdk);
        ObjectNode body = Conversation.read("01-text-in-many-scripts")
                .body(client)
                .orElseThrow()
                .put("model", "auto");

        Heard heard = sdk.ask(body, true);
        world.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_DAY, Duration.ofMillis(900));
        HttpResponse<String> raw =
                post(path(client), body.put("stream", true).toString(), "authorization", "Bearer " + KEY);

        assertThat(heard.meaning().text()).contains("You said");
        assertThat(heard.starts()).isOne();
        assertThat(raw.body()).startsWith(client == Client.MESSAGES ? "event: ping" : ":");
    }

    private static String path(Client client) {
        return switch (client) {
            case CHAT -> "/v1/chat/completions";
            case RESPONSES -> "/v1/responses";
            case MESSAGES -> "/v1/messages";
        };
    }
}

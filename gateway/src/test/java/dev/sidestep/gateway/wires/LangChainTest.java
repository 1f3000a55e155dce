package dev.sidestep.gateway.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.sidestep.config.Knobs;
import dev.sidestep.gateway.Gateway;
import dev.sidestep.simulator.JournalEntry;
import dev.sidestep.simulator.Speech;
import dev.sidestep.simulator.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// LangChain4j's own clients, which share no code with the vendors' SDKs, as clients of a gateway: a conversation with
/// two tools called in parallel, to the end.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LangChainTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .description("Tells the weather")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city", "Where?")
                    .required("city")
                    .build())
            .build();

    private final FourWires world = new FourWires();
    private final Map<Upstream, Gateway> gateways = new EnumMap<>(Upstream.class);

    @BeforeAll
    void open() {
        for (Upstream upstream : Upstream.values()) {
            gateways.put(upstream, world.gateway(false, Knobs.builder(), upstream));
        }
    }

    @AfterAll
    void close() {
        gateways.values().forEach(Gateway::close);
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    /// How a client is asked, and where its answer comes from.
    record Way(Client client, Upstream upstream, boolean stream) {
        @Override
        public String toString() {
            return client.id() + " to " + upstream.id() + (stream ? ", streamed" : "");
        }
    }

    static Stream<Way> ways() {
        return Stream.of(Client.CHAT, Client.MESSAGES)
                .flatMap(client -> Stream.of(Upstream.values())
                        .flatMap(upstream -> Stream.of(false, true).map(stream -> new Way(client, upstream, stream))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void conversationWithToolsComesToItsEnd(Way way) {
        world.simulator()
                .say(
                        Where.anywhere(),
                        Speech.calls(
                                        new Speech.Call("weather", "{\"city\":\"Paris\"}"),
                                        new Speech.Call("weather", "{\"city\":\"Zürich\"}"))
                                .withText("I shall look."),
                        1);
        world.simulator().say(Where.anywhere(), Speech.text("Warm in both. ☀️"), 1);
        List<ChatMessage> conversation = new ArrayList<>(
                List.of(SystemMessage.from("Be brief."), UserMessage.from("How warm is it in Paris and in Zürich?")));

        AiMessage calls = ask(way, conversation).aiMessage();
        conversation.add(calls);
        calls.toolExecutionRequests()
                .forEach(call -> conversation.add(ToolExecutionResultMessage.from(call, "21 degrees")));
        ChatResponse answer = ask(way, conversation);

        assertThat(calls.text()).isEqualTo("I shall look.");
        assertThat(calls.toolExecutionRequests())
                .extracting(call -> Sdk.tree(call.arguments()).path("city").asText())
                .containsExactly("Paris", "Zürich");
        assertThat(answer.aiMessage().text()).isEqualTo("Warm in both. ☀️");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.tokenUsage().outputTokenCount()).isEqualTo(4);
        assertThat(world.journal().entries()).extracting(JournalEntry::status).containsExactly(200, 200);
    }

    private ChatResponse ask(Way way, List<ChatMessage> conversation) {
        ChatRequest request = ChatRequest.builder()
                .messages(conversation)
                .toolSpecifications(WEATHER)
                .build();
        return way.stream() ? streamed(streaming(way), request) : whole(way).chat(request);
    }

    private ChatModel whole(Way way) {
        String url = gateways.get(way.upstream()).url() + "/v1";
        String model = way.upstream().plainModel();
        return way.client() == Client.CHAT
                ? OpenAiChatModel.builder()
                        .baseUrl(url)
                        .apiKey("any")
                        .modelName(model)
                        .maxRetries(0)
                        .timeout(SOON)
                        .build()
                : AnthropicChatModel.builder()
                        .baseUrl(url)
                        .apiKey("any")
                        .modelName(model)
                        .maxTokens(1_000)
                        .maxRetries(0)
                        .timeout(SOON)
                        .build();
    }

    private StreamingChatModel streaming(Way way) {
        String url = gateways.get(way.upstream()).url() + "/v1";
        String model = way.upstream().plainModel();
        return way.client() == Client.CHAT
                ? OpenAiStreamingChatModel.builder()
                        .baseUrl(url)
                        .apiKey("any")
                        .modelName(model)
                        .timeout(SOON)
                        .build()
                : AnthropicStreamingChatModel.builder()
                        .baseUrl(url)
                        .apiKey("any")
                        .modelName(model)
                        .maxTokens(1_000)
                        .timeout(SOON)
                        .build();
    }

    private static ChatResponse streamed(StreamingChatModel model, ChatRequest request) {
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        model.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer.orTimeout(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }
}

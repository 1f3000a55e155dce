package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseError;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// OpenAI's own Java SDK as the judge of the Responses that the simulator gives.
class ResponsesSdkTest {
    private final SimulatorServer server = SimulatorServer.start(SimulatorSpec.everyWire(), 0);
    private final OpenAIClient client = client("openai");

    private OpenAIClient client(String provider) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(server.baseUrl(provider).toString())
                .apiKey("key")
                .maxRetries(0)
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static ResponseCreateParams.Builder ask(String text) {
        return ResponseCreateParams.builder().model("gpt-5.4").input(text);
    }

    private Response streamed(ResponseCreateParams params) {
        var accumulator = ResponseAccumulator.create();
        try (var stream = client.responses().createStreaming(params)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.response();
    }

    private static FunctionTool weather() {
        return FunctionTool.builder()
                .name("weather")
                .strict(false)
                .parameters(FunctionTool.Parameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();
    }

    private static String text(Response response) {
        return response.output()
                .getLast()
                .asMessage()
                .content()
                .getFirst()
                .asOutputText()
                .text();
    }

    @Test
    void streamedAnswerIsTheWholeAnswer() {
        var whole = client.responses().create(ask("hi").build());
        var streamed = streamed(ask("hi").build());

        assertThat(text(streamed)).isEqualTo(text(whole)).contains("You said: hi");
        assertThat(streamed.usage()).isEqualTo(whole.usage());
        assertThat(streamed.status()).contains(ResponseStatus.COMPLETED);
    }

    @Test
    void reasoningIsSummedUpWhenAskedFor() {
        var response = streamed(ask("why?")
                .reasoning(Reasoning.builder().summary(Reasoning.Summary.AUTO).build())
                .build());

        var summary = response.output().getFirst().asReasoning().summary();
        assertThat(summary.getFirst().text()).startsWith("The user said: why?");
    }

    @Test
    void functionCallIsAnsweredAfterThePreviousResponse() {
        var asked = streamed(ask("weather?").addTool(weather()).build());
        var call = asked.output().getLast().asFunctionCall();

        var answered = client.responses()
                .create(ResponseCreateParams.builder()
                        .model("gpt-5.4")
                        .previousResponseId(asked.id())
                        .inputOfResponse(List.of(
                                ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                                        .callId(call.callId())
                                        .output("sunny")
                                        .build())))
                        .build());

        assertThat(call.arguments()).isEqualTo("{\"city\":\"example\"}");
        assertThat(text(answered)).contains("sunny");
    }

    @Test
    void limitsAreToldBeforeAndWithinTheStream() {
        server.simulator().limited(Where.model("openai", "o3"), Dimension.TOKENS_PER_MINUTE, Duration.ofSeconds(7));
        assertThatThrownBy(() -> client.responses().create(ask("hi").model("o3").build()))
                .isInstanceOf(RateLimitException.class);

        server.simulator().inject(Where.anywhere(), Fault.limitAfterRole(), 1);
        var failed = streamed(ask("hi").build());
        assertThat(failed.status()).contains(ResponseStatus.FAILED);
        assertThat(failed.error().orElseThrow().code()).isEqualTo(ResponseError.Code.RATE_LIMIT_EXCEEDED);
    }

    @Test
    void failedResponseIsTheStreamsLastEvent() {
        server.simulator().inject(Where.anywhere(), Fault.errorAfterContent(2), 1);

        var response = streamed(ask("hi").build());

        assertThat(response.status()).contains(ResponseStatus.FAILED);
        assertThat(response.error().orElseThrow().message()).isEqualTo("The model is over capacity");
    }

    @Test
    void groqHasNoResponsesForItsModels() {
        var groq = client("groq");
        assertThatThrownBy(() -> groq.responses()
                        .create(ask("hi").model("llama-3.1-8b-instant").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Unknown request URL");
        groq.close();
    }
}

package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Google's own Java SDK as the judge of what the simulator says.
class GeminiSdkTest {
    private static final String MODEL = "gemini-3.8-flash";

    private final SimulatorServer server = SimulatorServer.start(SimulatorSpec.everyWire(), 0);
    private final Client client = Client.builder()
            .apiKey("key")
            .httpOptions(HttpOptions.builder()
                    .baseUrl(server.baseUrl("gemini").toString().replace("/v1beta", ""))
                    .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                    .build())
            .build();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static final GenerateContentConfig NOTHING =
            GenerateContentConfig.builder().build();

    private static GenerateContentConfig tools() {
        return GenerateContentConfig.builder()
                .tools(Tool.builder()
                        .functionDeclarations(FunctionDeclaration.builder()
                                .name("weather")
                                .parametersJsonSchema(Map.of(
                                        "type", "object", "properties", Map.of("city", Map.of("type", "string"))))
                                .build())
                        .build())
                .build();
    }

    private List<GenerateContentResponse> streamed(String text, GenerateContentConfig config) {
        var responses = new ArrayList<GenerateContentResponse>();
        try (var stream = client.models.generateContentStream(MODEL, text, config)) {
            stream.forEach(responses::add);
        }
        return responses;
    }

    @Test
    void streamedAnswerIsTheWholeAnswer() {
        var whole = client.models.generateContent(MODEL, "hi", NOTHING);
        var streamed = streamed("hi", NOTHING);

        var text = new StringBuilder();
        streamed.forEach(response -> text.append(response.text() == null ? "" : response.text()));
        assertThat(text).hasToString(whole.text()).contains("You said: hi");
        assertThat(whole.finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
        assertThat(streamed.getLast().usageMetadata().orElseThrow().totalTokenCount())
                .isEqualTo(whole.usageMetadata().orElseThrow().totalTokenCount());
    }

    @Test
    void functionCallGoesRoundWithItsSignature() {
        var asked = Content.fromParts(Part.fromText("weather please"));
        var answer = client.models.generateContent(MODEL, List.of(asked), tools());

        var call = Objects.requireNonNull(answer.functionCalls()).getFirst();
        assertThat(call.args()).contains(Map.of("city", "example"));
        var model = answer.candidates().orElseThrow().getFirst().content().orElseThrow();
        var result = Content.builder()
                .role("user")
                .parts(Part.fromFunctionResponse("weather", Map.of("output", "sunny")))
                .build();
        var again = client.models.generateContent(MODEL, List.of(asked, model, result), tools());
        assertThat(again.text()).contains("sunny");
    }

    @Test
    void thoughtsAreShownWhenAskedFor() {
        var config = GenerateContentConfig.builder()
                .thinkingConfig(ThinkingConfig.builder().includeThoughts(true).build())
                .build();

        var answer = client.models.generateContent(MODEL, "why?", config);

        assertThat(Objects.requireNonNull(answer.parts()).getFirst().thought()).contains(true);
        assertThat(answer.usageMetadata().orElseThrow().thoughtsTokenCount().orElseThrow())
                .isPositive();
    }

    @Test
    void refusalsAreTheExceptionsThatTheyShouldBe() {
        server.simulator().limited(Where.model("gemini", MODEL), Dimension.REQUESTS_PER_DAY, Duration.ofHours(7));
        assertThatThrownBy(() -> client.models.generateContent(MODEL, "hi", NOTHING))
                .isInstanceOfSatisfying(ClientException.class, e -> {
                    assertThat(e.code()).isEqualTo(429);
                    assertThat(e.status()).isEqualTo("RESOURCE_EXHAUSTED");
                    assertThat(e.message()).contains("generate_content_free_tier_requests");
                });
        assertThatThrownBy(() -> client.models.generateContent("gemini-1.0", "hi", NOTHING))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.code()).isEqualTo(404));
    }

    @Test
    void tokensAreCounted() {
        assertThat(client.models
                        .countTokens(MODEL, "How many tokens?", null)
                        .totalTokens()
                        .orElseThrow())
                .isPositive();
    }
}

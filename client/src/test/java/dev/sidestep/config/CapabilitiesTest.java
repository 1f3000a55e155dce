package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Model;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The capability matrix, as far as it decides where a call can go.
class CapabilitiesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openai    | gpt-4o                    | vision image-urls tools forced-tools json-schema-with-tools files stop choices logprobs logit-bias
            openai    | gpt-6.1-sol               | custom-tools files reasoning responses-api
            groq      | openai/gpt-oss-120b       | tools forced-tools json-schema stop
            groq      | qwen/qwen3.6-27b          | vision image-urls
            anthropic | claude-sonnet-5-5         | vision image-urls files citations stop tools forced-tools json-schema-with-tools
            anthropic | claude-haiku-4-5-20251001 | prefill
            gemini    | gemini-3.8-flash          | vision audio files stop tools json-schema-with-tools
            """)
    void whatAModelOfTodayCanDo(String type, String id, String features) {
        assertThat(model(type, id).features()).contains(features(features));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openai    | gpt-6.1-sol             | logprobs logit-bias citations anthropic-api prefill
            openai    | o3                      | stop logprobs logit-bias
            groq      | openai/gpt-oss-120b     | json-schema-with-tools choices logprobs logit-bias files audio
            anthropic | claude-fable-5-1        | prefill forced-tools audio
            anthropic | claude-sonnet-5-5       | prefill choices logprobs logit-bias custom-tools
            gemini    | gemini-2.5-flash        | json-schema-with-tools prefill
            gemini    | gemini-3.8-flash        | choices logprobs citations
            """)
    void whatItCannot(String type, String id, String features) {
        assertThat(model(type, id).features()).doesNotContain(features(features));
    }

    @Test
    void anEmbeddingModelDoesNothingElse() {
        assertThat(model("openai", "text-embedding-3-small").features()).containsExactly(Feature.EMBEDDINGS);
    }

    @Test
    void ofAModelThatNobodyKnowsOnlyWhatItsProviderNeverDoesIsDenied() {
        assertThat(Capabilities.unknown("my-server", "m").features())
                .isEqualTo(Model.unknown("m").features());
        assertThat(Capabilities.unknown("groq", "m").features())
                .contains(Feature.VISION, Feature.TOOLS)
                .doesNotContain(Feature.LOGPROBS, Feature.CHOICES);
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void everyWireFormatCarriesChats(WireFormat wire) {
        assertThat(WireFeatures.unsayable(List.of(wire)))
                .doesNotContain(Feature.CHAT, Feature.TOOLS, Feature.VISION, Feature.JSON_SCHEMA);
    }

    @Test
    void anEndpointOfSeveralFormatsCarriesWhatAnyOfThemDoes() {
        List<WireFormat> both = List.of(WireFormat.OPENAI, WireFormat.RESPONSES);

        assertThat(WireFeatures.unsayable(both)).containsExactlyInAnyOrder(Feature.CITATIONS, Feature.ANTHROPIC_API);
    }

    private static Model model(String type, String id) {
        return Catalogue.current().of(type).stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Feature[] features(String words) {
        return Arrays.stream(words.split(" "))
                .map(word -> Feature.of(word).orElseThrow())
                .toArray(Feature[]::new);
    }
}

package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    @Test
    void classicHasTheModelsOfOldInTheirOrder() {
        assertThat(chat(Catalogue.classic(), "groq"))
                .containsExactly(
                        "llama-3.3-70b-versatile",
                        "llama-3.3-70b-specdec",
                        "llama-3.1-70b-versatile",
                        "llama-3.1-8b-instant",
                        "llama-3.2-90b-text-preview",
                        "llama-3.2-90b-vision-preview",
                        "llama-3.2-11b-text-preview",
                        "llama-3.2-11b-vision-preview",
                        "llama-3.2-3b-preview",
                        "llama-3.2-1b-preview",
                        "llama3-70b-8192",
                        "llama3-8b-8192",
                        "llama3-groq-70b-8192-tool-use-preview",
                        "llama3-groq-8b-8192-tool-use-preview",
                        "mixtral-8x7b-32768",
                        "gemma2-9b-it",
                        "gemma-7b-it");
        assertThat(chat(Catalogue.classic(), "openai"))
                .containsExactly(
                        "gpt-4o",
                        "gpt-4o-mini",
                        "gpt-4-turbo",
                        "gpt-4-turbo-preview",
                        "gpt-4",
                        "gpt-3.5-turbo",
                        "gpt-3.5-turbo-16k");
        assertThat(chat(Catalogue.classic(), "anthropic"))
                .containsExactly(
                        "claude-3-5-sonnet-20241022",
                        "claude-3-5-haiku-20241022",
                        "claude-3-opus-20240229",
                        "claude-3-sonnet-20240229",
                        "claude-3-haiku-20240307");
        assertThat(chat(Catalogue.classic(), "gemini")).containsExactly("gemini-2.5-flash", "gemini-2.0-flash");
    }

    @Test
    void classicKeepsTheFactsOfItsModels() {
        Model mixtral = model(Catalogue.classic(), "groq", "mixtral-8x7b-32768");
        Model gpt4o = model(Catalogue.classic(), "openai", "gpt-4o");

        assertThat(mixtral.features())
                .containsExactlyInAnyOrder(Feature.CHAT, Feature.TOOLS, Feature.FORCED_TOOLS, Feature.STOP);
        assertThat(mixtral.contextWindowTokens()).isEqualTo(32_768);
        assertThat(mixtral.lifecycle()).isEqualTo(new Lifecycle.Retired(LocalDate.of(2025, 3, 20)));
        assertThat(mixtral.price().orElseThrow().outputUsdPerMillion()).isEqualByComparingTo("0.24");
        assertThat(gpt4o.features())
                .contains(
                        Feature.CHAT,
                        Feature.VISION,
                        Feature.TOOLS,
                        Feature.JSON_SCHEMA,
                        Feature.JSON_SCHEMA_WITH_TOOLS)
                .doesNotContain(Feature.AUDIO, Feature.REASONING);
        assertThat(gpt4o.lifecycle()).isEqualTo(new Lifecycle.Deprecated(LocalDate.of(2027, 1, 14)));
    }

    @Test
    void currentHasNoRetiredModelAndBeginsWithTheMostCapable() {
        assertThat(Catalogue.current().models().values().stream().flatMap(List::stream))
                .noneMatch(model -> model.lifecycle() instanceof Lifecycle.Retired);
        assertThat(chat(Catalogue.current(), "groq"))
                .startsWith("openai/gpt-oss-120b")
                .hasSize(5);
        assertThat(chat(Catalogue.current(), "openai"))
                .startsWith("gpt-6.1-sol")
                .endsWith("gpt-4.1-mini");
        assertThat(chat(Catalogue.current(), "anthropic")).startsWith("claude-fable-5-1");
        assertThat(chat(Catalogue.current(), "gemini")).startsWith("gemini-3.8-flash");
    }

    @ParameterizedTest
    @MethodSource("catalogues")
    void embeddingModelsDoNothingElseAndComeLast(Catalogue catalogue) {
        List<Model> openai = catalogue.of("openai");

        assertThat(openai.subList(openai.size() - 3, openai.size()))
                .extracting(Model::id)
                .containsExactly("text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002");
        assertThat(model(catalogue, "gemini", "gemini-embedding-001").features())
                .containsExactly(Feature.EMBEDDINGS);
        assertThat(model(catalogue, "mistral", "mistral-embed").features()).containsExactly(Feature.EMBEDDINGS);
    }

    @ParameterizedTest
    @MethodSource("catalogues")
    void noProviderHasAModelTwice(Catalogue catalogue) {
        assertThat(catalogue.models().values()).allSatisfy(models -> {
            List<String> ids = models.stream().map(Model::id).toList();
            assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        });
    }

    static Stream<Catalogue> catalogues() {
        return Stream.of(Catalogue.classic(), Catalogue.current());
    }

    private static List<String> chat(Catalogue catalogue, String type) {
        return catalogue.of(type).stream()
                .filter(model -> model.features().contains(Feature.CHAT))
                .map(Model::id)
                .toList();
    }

    private static Model model(Catalogue catalogue, String type, String id) {
        return catalogue.of(type).stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}

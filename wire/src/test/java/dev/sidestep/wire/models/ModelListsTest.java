package dev.sidestep.wire.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Price;
import dev.sidestep.wire.canonical.WireFormat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What providers' lists of models say.
class ModelListsTest {
    private static final String OPENAI = """
            {"object": "list", "data": [
              {"id": "gpt-9", "object": "model", "created": 1686935002, "owned_by": "openai"},
              {"id": "text-embedding-3-small", "object": "model", "created": 1705948997, "owned_by": "system"}]}""";

    private static final String GROQ = """
            {"object": "list", "data": [
              {"id": "qwen/qwen9", "object": "model", "created": 1693721698, "owned_by": "Alibaba", "active": true,
               "context_window": 131072, "public_apps": null, "max_completion_tokens": 8192},
              {"id": "gemma-7b-it", "object": "model", "created": 1693721698, "owned_by": "Google", "active": false,
               "context_window": 8192, "public_apps": null, "max_completion_tokens": 8192}]}""";

    private static final String OPENROUTER = """
            {"data": [{"id": "z/blind", "canonical_slug": "z/blind", "name": "Blind", "created": 1741818122,
              "context_length": 65536,
              "architecture": {"input_modalities": ["text"], "output_modalities": ["text"], "tokenizer": "GPT"},
              "pricing": {"prompt": "0.00000025", "completion": "0.000002", "request": "0"},
              "top_provider": {"context_length": 65536, "max_completion_tokens": 16384, "is_moderated": true},
              "per_request_limits": null, "supported_parameters": ["tools", "reasoning", "stop"],
              "expiration_date": "2027-01-31"},
              {"id": "z/painter", "architecture": {"output_modalities": ["image"]}, "pricing": {"prompt": "-1"}}]}""";

    private static final String MISTRAL = """
            {"object": "list", "data": [
              {"id": "mistral-next", "object": "model", "max_context_length": 262144, "aliases": [], "type": "base",
               "capabilities": {"completion_chat": true, "function_calling": true, "vision": false},
               "deprecation": "2026-12-31T12:00:00Z"},
              {"id": "codestral-next", "object": "model", "capabilities": {"completion_chat": false}}]}""";

    private static final String ANTHROPIC = """
            {"data": [{"type": "model", "id": "claude-new-1", "display_name": "New", "created_at": "2026-11-01T00:00:00Z",
               "max_input_tokens": 200000, "max_tokens": 64000,
               "capabilities": {"image_input": {"supported": true}, "pdf_input": {"supported": false}}}],
             "first_id": "claude-new-1", "last_id": "claude-new-1", "has_more": true}""";

    private static final String GEMINI = """
            {"models": [
              {"name": "models/gemini-9-flash", "version": "001", "displayName": "Nine", "inputTokenLimit": 1048576,
               "outputTokenLimit": 65536, "supportedGenerationMethods": ["generateContent", "countTokens"],
               "thinking": true},
              {"name": "models/gemini-vectors", "inputTokenLimit": 2048,
               "supportedGenerationMethods": ["embedContent"]}],
             "nextPageToken": "a b/c"}""";

    private static ModelPage page(WireFormat wire, String body) {
        return read(wire, body).orElseThrow();
    }

    private static Optional<ModelPage> read(WireFormat wire, String body) {
        return ModelLists.read(wire, body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> ids(WireFormat wire, String body) {
        return page(wire, body).models().stream().map(ListedModel::id).toList();
    }

    @Test
    void openAiTellsIds() {
        ModelPage page = page(WireFormat.OPENAI, OPENAI);

        assertThat(page.models()).containsExactly(ListedModel.of("gpt-9"), ListedModel.of("text-embedding-3-small"));
        assertThat(page.models()).extracting(ListedModel::isChat).containsExactly(true, false);
        assertThat(page.next()).isEmpty();
    }

    @Test
    void groqTellsSizesAndWhatIsNotActive() {
        List<ListedModel> models = page(WireFormat.OPENAI, GROQ).models();

        assertThat(models).singleElement().satisfies(model -> {
            assertThat(model.id()).isEqualTo("qwen/qwen9");
            assertThat(model.contextWindowTokens()).isEqualTo(131072);
            assertThat(model.maxOutputTokens()).isEqualTo(8192);
        });
    }

    @Test
    void openRouterTellsNearlyEverything() {
        List<ListedModel> models = page(WireFormat.OPENAI, OPENROUTER).models();

        ListedModel blind = models.getFirst();
        assertThat(blind.contextWindowTokens()).isEqualTo(65536);
        assertThat(blind.maxOutputTokens()).isEqualTo(16384);
        assertThat(blind.lacking()).contains(Feature.VISION, Feature.AUDIO, Feature.JSON_SCHEMA, Feature.LOGPROBS);
        assertThat(blind.lacking()).doesNotContain(Feature.TOOLS, Feature.REASONING, Feature.STOP);
        assertThat(blind.knownPrice()).isEqualTo(new Price(new BigDecimal("0.25"), new BigDecimal("2")));
        assertThat(blind.lifecycle()).isEqualTo(new Lifecycle.Deprecated(LocalDate.of(2027, 1, 31)));
        assertThat(models.getLast().isChat()).isFalse();
        assertThat(models.getLast().knownPrice()).isNull();
    }

    @Test
    void mistralTellsCapabilitiesAndEnds() {
        List<ListedModel> models = page(WireFormat.OPENAI, MISTRAL).models();

        assertThat(models.getFirst().contextWindowTokens()).isEqualTo(262144);
        assertThat(models.getFirst().lacking()).containsExactly(Feature.VISION);
        assertThat(models.getFirst().lifecycle()).isEqualTo(new Lifecycle.Deprecated(LocalDate.of(2026, 12, 31)));
        assertThat(models).extracting(ListedModel::isChat).containsExactly(true, false);
    }

    @Test
    void togetherSendsABareArray() {
        String body = "[{\"id\": \"a/chatty\", \"type\": \"chat\", \"context_length\": 4096},"
                + "{\"id\": \"a/drawer\", \"type\": \"image\"}]";

        assertThat(page(WireFormat.OPENAI, body).models())
                .extracting(ListedModel::isChat)
                .containsExactly(true, false);
    }

    @Test
    void anthropicTellsSizesCapabilitiesAndTheNextPage() {
        ModelPage page = page(WireFormat.ANTHROPIC, ANTHROPIC);

        ListedModel model = page.models().getFirst();
        assertThat(model.contextWindowTokens()).isEqualTo(200_000);
        assertThat(model.maxOutputTokens()).isEqualTo(64_000);
        assertThat(model.lacking()).containsExactly(Feature.FILES);
        assertThat(ModelLists.path(WireFormat.ANTHROPIC, page.next()))
                .isEqualTo("/models?limit=1000&after_id=claude-new-1");
    }

    @Test
    void geminiTellsSizesMethodsAndTheNextPage() {
        ModelPage page = page(WireFormat.GEMINI, GEMINI);

        assertThat(page.models()).extracting(ListedModel::id).containsExactly("gemini-9-flash", "gemini-vectors");
        assertThat(page.models()).extracting(ListedModel::isChat).containsExactly(true, false);
        assertThat(page.models().getFirst().maxOutputTokens()).isEqualTo(65_536);
        assertThat(ModelLists.path(WireFormat.GEMINI, page.next()))
                .isEqualTo("/models?pageSize=1000&pageToken=a+b%2Fc");
    }

    @ParameterizedTest
    @CsvSource({"OPENAI,/models", "RESPONSES,/models", "ANTHROPIC,/models?limit=1000", "GEMINI,/models?pageSize=1000"})
    void firstPages(WireFormat wire, String path) {
        assertThat(ModelLists.path(wire, "")).isEqualTo(path);
        assertThat(ModelLists.headers(wire).containsKey("anthropic-version")).isEqualTo(wire == WireFormat.ANTHROPIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{",
                "42",
                "{}",
                "{\"data\": {}}",
                "{\"data\": null}",
                "{\"error\": {\"message\": \"no\"}}",
                "{\"data\": []} trailing",
                "<html>not found</html>"
            })
    void whatIsNoListIsNotRead(String body) {
        assertThat(read(WireFormat.OPENAI, body)).isEmpty();
        assertThat(read(WireFormat.ANTHROPIC, body)).isEmpty();
        assertThat(read(WireFormat.GEMINI, body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\": [], \"has_more\": true}",
                "{\"data\": [], \"has_more\": true, \"last_id\": \"\"}",
                "{\"data\": [], \"has_more\": true, \"last_id\": 7}"
            })
    void aListThatGoesOnNowhereIsNotRead(String body) {
        assertThat(read(WireFormat.ANTHROPIC, body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "null",
                "[]",
                "{}",
                "{\"id\": null}",
                "{\"id\": 7}",
                "{\"id\": \"\"}",
                "{\"id\": \"  \"}",
                "{\"id\": \"a\\nb\"}",
                "{\"id\": \"a\\u001b[2J\"}",
                "{\"id\": \"a\\u202eb\"}",
                "{\"id\": {\"id\": \"a\"}}"
            })
    void entriesWithoutAnIdAreLeftOut(String entry) {
        assertThat(ids(WireFormat.OPENAI, "{\"data\": [" + entry + ", {\"id\": \"good\"}]}"))
                .containsExactly("good");
    }

    @Test
    void idsAndListsHaveBounds() {
        assertThat(ids(WireFormat.OPENAI, "[{\"id\": \"" + "a".repeat(201) + "\"}]"))
                .isEmpty();
        assertThat(ids(WireFormat.OPENAI, "[{\"id\": \"" + "a".repeat(200) + "\"}]"))
                .hasSize(1);
        assertThat(ids(WireFormat.OPENAI, numbered(5_000))).hasSize(5_000);
        assertThat(read(WireFormat.OPENAI, numbered(5_001))).isEmpty();
        assertThat(ids(WireFormat.OPENAI, "[{\"id\": \"a\"}, {\"id\": \"a\"}]")).containsExactly("a");
    }

    private static String numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\": \"m" + i + "\"}")
                .collect(Collectors.joining(",", "{\"data\": [", "]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "0",
                "1e400",
                "1e999999999",
                "1e-999999999",
                "99999999999999999999",
                "\"8192\"",
                "{}",
                "null",
                "true"
            })
    void sizesThatAreNoneAreUnknown(String size) {
        String body = "[{\"id\": \"a\", \"context_window\": " + size + ", \"max_completion_tokens\": " + size + "}]";

        ListedModel model = page(WireFormat.OPENAI, body).models().getFirst();

        assertThat(model.contextWindowTokens()).isZero();
        assertThat(model.maxOutputTokens()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"-1\"", "\"1e999999999\"", "0.5", "\"free\"", "null", "[]"})
    void pricesThatAreNoneAreUnknown(String price) {
        String body = "[{\"id\": \"a\", \"pricing\": {\"prompt\": " + price + ", \"completion\": " + price + "}}]";

        assertThat(page(WireFormat.OPENAI, body).models().getFirst().knownPrice())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "whisper-large-v3,false",
        "gpt-4o-mini-tts,false",
        "dall-e-3,false",
        "gpt-image-1,false",
        "gpt-4o-realtime-preview,false",
        "omni-moderation-latest,false",
        "text-embedding-3-large,false",
        "nomic-embed-text,false",
        "meta-llama/llama-guard-4-12b,false",
        "openai/gpt-oss-safeguard-20b,false",
        "gpt-4o-transcribe,false",
        "cohere/rerank-v4,false",
        "sora-2,false",
        "imagen-4.0-generate-001,false",
        "gemini-2.5-flash-image,false",
        "gemini-2.5-flash-preview-tts,false",
        "canopylabs/orpheus-v1-english,false",
        "gpt-4o,true",
        "llama-3.3-70b-versatile,true",
        "ibm/granite-guardian-3,false",
        "olive-7b,true",
        "mixtral-8x7b-instruct,true",
        "claude-opus-5,true"
    })
    void idsSayWhatIsNoChatModel(String id, boolean isChat) {
        assertThat(ListedModel.of(id).isChat()).isEqualTo(isChat);
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void brokenBodiesNeverThrow(WireFormat wire) {
        long seed = 20_261_122;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (String body : List.of(OPENAI, GROQ, OPENROUTER, MISTRAL, ANTHROPIC, GEMINI)) {
            for (int round = 0; round < 300; round++) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                assertThat(ModelLists.read(wire, bytes))
                        .as("seed %d round %d", seed, round)
                        .isNotNull();
            }
        }
    }
}

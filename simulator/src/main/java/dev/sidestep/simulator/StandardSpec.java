package dev.sidestep.simulator;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// The classic models of Groq, OpenAI, Anthropic and Gemini. Limits marked (free plan) are published or seen in real
/// errors; the other
/// Groq ones follow the free plan's pattern for models of their size.
final class StandardSpec {
    private static final Limits GROQ_FREE_LARGE = Limits.of(30, 1_000, 6_000, 100_000);
    private static final Limits GROQ_FREE_SMALL = Limits.of(30, 14_400, 6_000, 500_000);
    private static final Limits OPENAI_TIER_1 = Limits.none()
            .with(Dimension.REQUESTS_PER_MINUTE, 500)
            .with(Dimension.REQUESTS_PER_DAY, 10_000)
            .with(Dimension.TOKENS_PER_MINUTE, 30_000);
    private static final Limits ANTHROPIC_TIER_1 =
            Limits.none().with(Dimension.REQUESTS_PER_MINUTE, 50).with(Dimension.TOKENS_PER_MINUTE, 40_000);
    private static final Limits GEMINI_FREE = Limits.none()
            .with(Dimension.REQUESTS_PER_MINUTE, 10)
            .with(Dimension.REQUESTS_PER_DAY, 250)
            .with(Dimension.TOKENS_PER_MINUTE, 250_000);
    private static final List<ModelSpec> CLAUDE_OF_TODAY = List.of(
            unlimited("claude-haiku-4-5-20251001", 200_000, 64_000),
            unlimited("claude-opus-4-6", 1_000_000, 128_000),
            unlimited("claude-sonnet-5-5", 1_000_000, 128_000),
            unlimited("claude-fable-5-1", 1_000_000, 128_000));
    private static final List<ModelSpec> GEMINI_OF_TODAY = List.of(unlimited("gemini-3.8-flash", 1_048_576, 65_536));
    private static final Pace REALISTIC = new Pace(Duration.ofMillis(150), 120, 0);
    private static final long WINDOW_128K = 131_072;
    private static final long WINDOW_8K = 8_192;

    private StandardSpec() {}

    static SimulatorSpec spec() {
        return SimulatorSpec.builder()
                .pace(REALISTIC)
                .provider(groq())
                .provider(openai())
                .provider(anthropic(List.of(), ANTHROPIC_TIER_1))
                .provider(gemini(List.of(), GEMINI_FREE))
                .build();
    }

    static SimulatorSpec everyWire() {
        return SimulatorSpec.builder()
                .enforceLimits(false)
                .provider(groq())
                .provider(openaiOfToday())
                .provider(anthropic(CLAUDE_OF_TODAY, Limits.none()))
                .provider(gemini(GEMINI_OF_TODAY, Limits.none()))
                .build();
    }

    private static ProviderSpec openaiOfToday() {
        var models = new ArrayList<>(openai().models());
        models.add(unlimited("gpt-5.4", 1_050_000, 128_000));
        models.add(unlimited("gpt-6.1-sol", 1_050_000, 128_000));
        models.add(unlimited("gpt-4.1", 1_047_576, 32_768));
        models.add(unlimited("o3", 200_000, 100_000));
        return openai().withModels(models);
    }

    private static ProviderSpec anthropic(List<ModelSpec> ofToday, Limits limits) {
        var provider = ProviderSpec.named("anthropic")
                .acceptAnyKey()
                .model(model("claude-3-5-sonnet-20241022", 200_000, 8_192, limits)
                        .withVision(true))
                .model(model("claude-3-5-haiku-20241022", 200_000, 8_192, limits)
                        .withVision(true))
                .model(model("claude-3-opus-20240229", 200_000, 4_096, limits).withVision(true))
                .model(model("claude-3-sonnet-20240229", 200_000, 4_096, limits).withVision(true))
                .model(model("claude-3-haiku-20240307", 200_000, 4_096, limits).withVision(true));
        ofToday.forEach(provider::model);
        return provider.build();
    }

    private static ProviderSpec gemini(List<ModelSpec> ofToday, Limits limits) {
        var provider = ProviderSpec.named("gemini")
                .acceptAnyKey()
                .rules(QuotaRules.USUAL
                        .withCalendar(ZoneId.of("America/Los_Angeles"))
                        .withRefusalsCounted(true)
                        .withTelling(Telling.SHORT_WAIT))
                .model(model("gemini-2.5-flash", 1_048_576, 65_536, limits).withVision(true))
                .model(model("gemini-2.0-flash", 1_048_576, 8_192, limits).withVision(true));
        ofToday.forEach(provider::model);
        return provider.build();
    }

    private static ModelSpec unlimited(String id, long contextWindow, long maxOutputTokens) {
        return model(id, contextWindow, maxOutputTokens, Limits.none()).withVision(true);
    }

    private static ProviderSpec groq() {
        return ProviderSpec.named("groq")
                .acceptAnyKey()
                // 12K TPM and 100K TPD: free plan, seen in real errors
                .model(model("llama-3.3-70b-versatile", WINDOW_128K, 32_768, Limits.of(30, 1_000, 12_000, 100_000)))
                .model(model("llama-3.3-70b-specdec", WINDOW_8K, WINDOW_8K, GROQ_FREE_LARGE))
                .model(model("llama-3.1-70b-versatile", WINDOW_128K, 32_768, GROQ_FREE_LARGE))
                .model(model("llama-3.1-8b-instant", WINDOW_128K, WINDOW_128K, GROQ_FREE_SMALL)) // free plan
                .model(model("llama-3.2-90b-text-preview", WINDOW_128K, WINDOW_8K, GROQ_FREE_LARGE))
                .model(model("llama-3.2-90b-vision-preview", WINDOW_128K, WINDOW_8K, GROQ_FREE_LARGE)
                        .withVision(true))
                .model(model("llama-3.2-11b-text-preview", WINDOW_128K, WINDOW_8K, GROQ_FREE_SMALL))
                .model(model("llama-3.2-11b-vision-preview", WINDOW_128K, WINDOW_8K, GROQ_FREE_SMALL)
                        .withVision(true))
                .model(model("llama-3.2-3b-preview", WINDOW_128K, WINDOW_8K, GROQ_FREE_SMALL))
                .model(model("llama-3.2-1b-preview", WINDOW_128K, WINDOW_8K, GROQ_FREE_SMALL))
                // 6K TPM and 500K TPD: seen in real errors
                .model(model("llama3-70b-8192", WINDOW_8K, WINDOW_8K, GROQ_FREE_SMALL))
                .model(model("llama3-8b-8192", WINDOW_8K, WINDOW_8K, GROQ_FREE_SMALL))
                .model(model("llama3-groq-70b-8192-tool-use-preview", WINDOW_8K, WINDOW_8K, GROQ_FREE_SMALL))
                .model(model("llama3-groq-8b-8192-tool-use-preview", WINDOW_8K, WINDOW_8K, GROQ_FREE_SMALL))
                .model(model("mixtral-8x7b-32768", 32_768, 32_768, GROQ_FREE_SMALL))
                // 15K TPM: seen in real errors
                .model(model("gemma2-9b-it", WINDOW_8K, WINDOW_8K, Limits.of(30, 14_400, 15_000, 500_000)))
                .model(model("gemma-7b-it", WINDOW_8K, WINDOW_8K, Limits.of(30, 14_400, 15_000, 500_000)))
                .build();
    }

    private static ProviderSpec openai() {
        return ProviderSpec.named("openai")
                .path("/openai/v1")
                .embeddingModels("text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002")
                .acceptAnyKey()
                .model(model("gpt-4o", 128_000, 16_384, OPENAI_TIER_1).withVision(true)) // tier 1
                .model(model("gpt-4o-mini", 128_000, 16_384, OPENAI_TIER_1.with(Dimension.TOKENS_PER_MINUTE, 200_000))
                        .withVision(true))
                .model(model("gpt-4-turbo", 128_000, 4_096, OPENAI_TIER_1).withVision(true))
                .model(model("gpt-4-turbo-preview", 128_000, 4_096, OPENAI_TIER_1))
                .model(model("gpt-4", WINDOW_8K, WINDOW_8K, OPENAI_TIER_1.with(Dimension.TOKENS_PER_MINUTE, 10_000)))
                .model(model("gpt-3.5-turbo", 16_385, 4_096, OPENAI_TIER_1.with(Dimension.TOKENS_PER_MINUTE, 200_000)))
                .model(model(
                        "gpt-3.5-turbo-16k", 16_385, 4_096, OPENAI_TIER_1.with(Dimension.TOKENS_PER_MINUTE, 200_000)))
                .build();
    }

    private static ModelSpec model(String id, long contextWindow, long maxOutputTokens, Limits limits) {
        return new ModelSpec(id, contextWindow, maxOutputTokens, false, limits, false);
    }
}

package dev.sidestep.benchmarks.goodput;

import static dev.sidestep.simulator.Dimension.REQUESTS_PER_DAY;
import static dev.sidestep.simulator.Dimension.REQUESTS_PER_MINUTE;
import static dev.sidestep.simulator.Dimension.TOKENS_PER_DAY;
import static dev.sidestep.simulator.Dimension.TOKENS_PER_MINUTE;

import dev.sidestep.simulator.Dialect;
import dev.sidestep.simulator.Limits;
import dev.sidestep.simulator.ModelSpec;
import dev.sidestep.simulator.QuotaRules;
import dev.sidestep.simulator.Telling;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/// A provider with the limits of one of its plans, as published or seen in real errors.
///
/// @param type the provider's own
/// @param tokenFactor how many tokens its tokenizer makes of what is one elsewhere
/// @param models most capable first
record Family(String name, String type, Dialect dialect, QuotaRules rules, double tokenFactor, List<ModelSpec> models) {
    private static final long WINDOW = 131_072;
    private static final long SMALL_WINDOW = 32_768;

    static final Family GROQ = new Family(
            "groq",
            "groq",
            Dialect.GROQ,
            QuotaRules.USUAL,
            1.0,
            List.of(
                    model("llama-3.3-70b-versatile", WINDOW, Limits.of(30, 1_000, 12_000, 100_000))
                            .retired(),
                    model("gpt-oss-120b", WINDOW, Limits.of(30, 1_000, 8_000, 200_000)),
                    model("compound-mini", WINDOW, limits(30, 250).with(TOKENS_PER_MINUTE, 70_000)),
                    model("llama-3.1-8b-instant", WINDOW, Limits.of(30, 14_400, 6_000, 500_000))));

    static final Family OPENAI = new Family(
            "openai",
            "openai",
            Dialect.OPENAI,
            QuotaRules.USUAL,
            0.95,
            List.of(
                    model("gpt-4.1", WINDOW, perMinute(500, 30_000)),
                    model("gpt-3.5-turbo", SMALL_WINDOW, limits(500, 10_000).with(TOKENS_PER_MINUTE, 30_000))));

    /// Its days end at midnight in California, it counts refused requests, and the waits it names are too short.
    static final Family GEMINI = new Family(
            "gemini",
            "gemini",
            Dialect.OPENAI,
            QuotaRules.USUAL
                    .withCalendar(ZoneId.of("America/Los_Angeles"))
                    .withRefusalsCounted(true)
                    .withTelling(Telling.SHORT_WAIT),
            1.1,
            List.of(
                    model("gemini-2.5-flash", WINDOW, limits(10, 20).with(TOKENS_PER_MINUTE, 250_000)),
                    model("gemini-2.5-flash-lite", WINDOW, limits(15, 1_000).with(TOKENS_PER_MINUTE, 250_000))));

    static final Family ANTHROPIC = new Family(
            "anthropic",
            "anthropic",
            Dialect.OPENAI,
            QuotaRules.USUAL,
            1.15,
            List.of(model("claude-sonnet-4-5", WINDOW, perMinute(50, 30_000))));

    static final Family CEREBRAS = new Family(
            "cerebras",
            "cerebras",
            Dialect.OPENAI,
            QuotaRules.USUAL,
            1.0,
            List.of(model("gpt-oss-120b", WINDOW, perMinute(5, 30_000).with(TOKENS_PER_DAY, 1_000_000))));

    /// Its free models share the limits of the account, and it tells no more than how long to wait.
    static final Family OPENROUTER = new Family(
            "openrouter",
            "openrouter",
            Dialect.OPENAI,
            QuotaRules.USUAL
                    .withCalendar(ZoneOffset.UTC)
                    .withRefusalsCounted(true)
                    .withOrganizationLimits(limits(20, 1_000))
                    .withTelling(Telling.WAIT),
            1.0,
            List.of(
                    model("qwen3-coder:free", WINDOW, Limits.none()),
                    model("glm-4.5-air:free", WINDOW, Limits.none())));

    /// It refuses without a word on when to come back.
    static final Family COHERE = new Family(
            "cohere",
            "cohere",
            Dialect.OPENAI,
            QuotaRules.USUAL.withTelling(Telling.NOTHING),
            1.05,
            List.of(model("command-a", WINDOW, Limits.none().with(REQUESTS_PER_MINUTE, 20))));

    /// In the order in which an operator would list them.
    static final List<Family> ALL = List.of(GROQ, OPENAI, GEMINI, ANTHROPIC, CEREBRAS, OPENROUTER, COHERE);

    @Override
    public String toString() {
        return name;
    }

    private static ModelSpec model(String id, long window, Limits limits) {
        return ModelSpec.of(id).withWindow(window, window / 2).withLimits(limits);
    }

    private static Limits limits(long rpm, long rpd) {
        return Limits.none().with(REQUESTS_PER_MINUTE, rpm).with(REQUESTS_PER_DAY, rpd);
    }

    private static Limits perMinute(long rpm, long tpm) {
        return Limits.none().with(REQUESTS_PER_MINUTE, rpm).with(TOKENS_PER_MINUTE, tpm);
    }
}

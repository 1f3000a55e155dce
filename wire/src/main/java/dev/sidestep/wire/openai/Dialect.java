package dev.sidestep.wire.openai;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the models of one family take differently from the OpenAI API as written: one row of the table below.
///
/// @param providerType whose endpoint it is
/// @param modelPrefix which of its models, by how their ids start; empty for all. The longest match alone counts
/// @param rules by the name of the top-level field
record Dialect(String providerType, String modelPrefix, Map<String, Dialect.Rule> rules) {
    /// What becomes of a field.
    sealed interface Rule {}

    /// It is taken out: silently where it is null or has the value that counts without it anyway, else reported.
    record Drop(String defaultJson) implements Rule {}

    /// It goes by another name there.
    ///
    /// @param prevails whether this field counts where the body has one of the new name too
    record Rename(String newName, boolean prevails) implements Rule {}

    private static final Map<String, Rule> PENALTIES =
            Map.of("frequency_penalty", new Drop("0"), "presence_penalty", new Drop("0"));

    private static final Map<String, Rule> LOGPROBS =
            Map.of("logprobs", new Drop("false"), "top_logprobs", new Drop("0"), "logit_bias", new Drop("{}"));

    /// The reasoning models of OpenAI choose their sampling themselves and refuse to be told.
    private static final Map<String, Rule> OPENAI_REASONING = all(
            PENALTIES,
            LOGPROBS,
            Map.of(
                    "temperature", new Drop("1"),
                    "top_p", new Drop("1"),
                    "max_tokens", new Rename("max_completion_tokens", false)));

    private static final Map<String, Rule> NO_STOP = Map.of("stop", new Drop("[]"));

    /// Servers that know only the older name, and would answer without the limit or with a 422.
    private static final Map<String, Rule> OLD_NAME = Map.of("max_completion_tokens", new Rename("max_tokens", true));

    private static final Map<String, List<Dialect>> BY_TYPE = byType(
            // https://platform.openai.com/docs/guides/reasoning
            new Dialect("openai", "o1", OPENAI_REASONING),
            new Dialect("openai", "o3", all(OPENAI_REASONING, NO_STOP)),
            new Dialect("openai", "o4", all(OPENAI_REASONING, NO_STOP)),
            new Dialect("openai", "gpt-5", OPENAI_REASONING),
            new Dialect("openai", "gpt-5-chat", Map.of()),
            new Dialect("openai", "gpt-6", OPENAI_REASONING),
            // https://console.groq.com/docs/openai
            new Dialect("groq", "", all(PENALTIES, LOGPROBS)),
            // https://ai.google.dev/gemini-api/docs/openai
            new Dialect("gemini", "", PENALTIES),
            // https://docs.claude.com/en/api/openai-sdk
            new Dialect("anthropic", "", PENALTIES),
            // https://inference-docs.cerebras.ai/resources/openai
            new Dialect(
                    "cerebras",
                    "",
                    all(
                            PENALTIES,
                            Map.of(
                                    "logit_bias", new Drop("{}"),
                                    "service_tier", new Drop("\"auto\""),
                                    "parallel_tool_calls", new Drop("true")))),
            // https://docs.x.ai/docs/guides/reasoning
            new Dialect("xai", "grok-3-mini", PENALTIES),
            new Dialect("xai", "grok-4", PENALTIES),
            // https://docs.mistral.ai/api : 422 on every field that it does not know
            new Dialect(
                    "mistral",
                    "",
                    all(
                            LOGPROBS,
                            OLD_NAME,
                            Map.of(
                                    "seed", new Rename("random_seed", false),
                                    "service_tier", new Drop("\"auto\""),
                                    "store", new Drop("false"),
                                    "user", new Drop("\"\"")))),
            // https://api-docs.deepseek.com/api/create-chat-completion
            new Dialect("deepseek", "", OLD_NAME),
            // https://docs.together.ai/reference/chat-completions
            new Dialect("together", "", OLD_NAME),
            // https://docs.ollama.com/openai
            new Dialect("ollama", "", OLD_NAME));

    /// The rules for a provider's model; empty where it takes the API as written or is not known.
    static Map<String, Rule> rules(String providerType, String modelId) {
        Map<String, Rule> rules = Map.of();
        int longest = -1;
        for (Dialect dialect : BY_TYPE.getOrDefault(providerType, List.of())) {
            if (dialect.modelPrefix.length() > longest && modelId.startsWith(dialect.modelPrefix)) {
                longest = dialect.modelPrefix.length();
                rules = dialect.rules;
            }
        }
        return rules;
    }

    private static Map<String, List<Dialect>> byType(Dialect... dialects) {
        Map<String, List<Dialect>> byType = new HashMap<>();
        for (Dialect dialect : dialects) {
            byType.merge(dialect.providerType, List.of(dialect), Dialect::joined);
        }
        return Map.copyOf(byType);
    }

    private static List<Dialect> joined(List<Dialect> some, List<Dialect> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    @SafeVarargs
    private static Map<String, Rule> all(Map<String, Rule>... parts) {
        Map<String, Rule> rules = new HashMap<>();
        for (Map<String, Rule> part : parts) {
            rules.putAll(part);
        }
        return Map.copyOf(rules);
    }
}

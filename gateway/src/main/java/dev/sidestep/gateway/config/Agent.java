package dev.sidestep.gateway.config;

import dev.sidestep.core.queue.Priority;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A configured agent: a system prompt, and how its calls are made. Immutable.
///
/// @param id its name in the URL
/// @param system the system prompt; empty where it has none
/// @param provider a provider or account to begin at; empty for whichever can answer
/// @param model a model or route; empty for the catalogue's order
/// @param parameters of its calls, in OpenAI's words
/// @param knownMaxAttempts most attempts of a call, or null for the configured ones
/// @param knownPriority of its calls, or null for that of the caller's key
public record Agent(
        String id,
        String system,
        String provider,
        String model,
        Map<String, Object> parameters,
        @Nullable Integer knownMaxAttempts,
        @Nullable Priority knownPriority) {

    public Agent {
        parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /// An agent that asks whichever model can answer, with this system prompt.
    public static Agent of(String id, String system) {
        return new Agent(id, system, "", "", Map.of(), null, null);
    }

    /// Most attempts of a call, where the agent has its own number.
    public OptionalInt maxAttempts() {
        return knownMaxAttempts == null ? OptionalInt.empty() : OptionalInt.of(knownMaxAttempts);
    }

    /// The priority of its calls, where it has its own.
    public Optional<Priority> priority() {
        return Optional.ofNullable(knownPriority);
    }

    /// The name that its calls ask for; empty where only the provider is given, and its first model
    /// is meant.
    public Optional<String> wanted() {
        if (provider.isEmpty()) {
            return Optional.of(model.isEmpty() ? "auto" : model);
        }
        return model.isEmpty() ? Optional.empty() : Optional.of(provider + "/" + model);
    }

    static Map<String, Object> parameters(
            Optional<BigDecimal> temperature, OptionalInt maxTokens, Optional<BigDecimal> topP) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        temperature.ifPresent(value -> parameters.put("temperature", value));
        maxTokens.ifPresent(value -> parameters.put("max_tokens", value));
        topP.ifPresent(value -> parameters.put("top_p", value));
        return parameters;
    }
}

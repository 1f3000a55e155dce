package dev.sidestep.gateway.config;

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
public record Agent(
        String id,
        String system,
        String provider,
        String model,
        Map<String, Object> parameters,
        @Nullable Integer knownMaxAttempts) {

    public Agent {
        parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /// Most attempts of a call, where the agent has its own number.
    public OptionalInt maxAttempts() {
        return knownMaxAttempts == null ? OptionalInt.empty() : OptionalInt.of(knownMaxAttempts);
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

package dev.sidestep.core;

import java.util.List;

/// An API and the family it belongs to. Immutable.
///
/// @param name the provider's name in configuration, such as `groq` or `my-vllm`
/// @param type the family: providers of one type offer the same models, and a failover prefers another type
/// @param displayName how people write it (`Groq`, `OpenAI`)
/// @param fallbacks types to go on to when an account of this one has nothing left, best first
/// @param counting how it counts what its limits are made of
public record Provider(String name, String type, String displayName, List<String> fallbacks, Counting counting) {
    public Provider {
        if (name.isBlank() || type.isBlank()) {
            throw new IllegalArgumentException("provider name and type must not be blank: '" + name + "'");
        }
        fallbacks = List.copyOf(fallbacks);
    }

    /// A provider of which nobody knows how it counts.
    public Provider(String name, String type, String displayName, List<String> fallbacks) {
        this(name, type, displayName, fallbacks, Counting.UNKNOWN);
    }
}

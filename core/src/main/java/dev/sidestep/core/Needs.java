package dev.sidestep.core;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What a call needs of a model. Immutable.
///
/// @param features every one of them is required
/// @param promptTokens an estimate of the prompt, on the high side; 0 where there is none
/// @param maxOutputTokens the longest completion that the caller asked for; 0 where it left that open
public record Needs(Set<Feature> features, long promptTokens, long maxOutputTokens) {
    public Needs {
        if (promptTokens < 0 || maxOutputTokens < 0) {
            throw new IllegalArgumentException(
                    "token counts must not be negative: prompt " + promptTokens + ", output " + maxOutputTokens);
        }
        features = features.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(features));
    }

    /// A chat call with nothing special about it.
    public static Needs chat() {
        return new Needs(Set.of(Feature.CHAT), 0, 0);
    }
}

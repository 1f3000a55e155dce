package dev.sidestep.core;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What a call needs of a model. Immutable.
///
/// @param features every one of them is required
/// @param prompt the size of the prompt
/// @param maxOutputTokens the longest completion that the caller asked for; 0 where it left that open
public record Needs(Set<Feature> features, Prompt prompt, long maxOutputTokens) {
    public Needs {
        if (maxOutputTokens < 0) {
            throw new IllegalArgumentException("max output tokens must not be negative: " + maxOutputTokens);
        }
        features = features.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(features));
    }

    /// The needs of a call whose prompt's tokens are known.
    public Needs(Set<Feature> features, long promptTokens, long maxOutputTokens) {
        this(features, Prompt.ofTokens(promptTokens), maxOutputTokens);
    }

    /// The tokens of the prompt where nothing is known of the model.
    public long promptTokens() {
        return prompt.tokens();
    }

    /// What is left of them where a call may do without some features.
    public Needs without(Set<Feature> allowed) {
        if (Collections.disjoint(features, allowed)) {
            return this;
        }
        Set<Feature> left = EnumSet.copyOf(features);
        left.removeAll(allowed);
        return new Needs(left, prompt, maxOutputTokens);
    }

    /// A chat call with nothing special about it.
    public static Needs chat() {
        return new Needs(Set.of(Feature.CHAT), 0, 0);
    }
}

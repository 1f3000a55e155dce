package dev.sidestep.core;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A provider's model and what is known of it. Immutable.
///
/// @param id the provider's own name for it, sent as `model`; not blank
/// @param features what it can do; a call that needs more is never sent to it
/// @param contextWindowTokens prompt and completion together; 0 where unknown, and then not checked
/// @param maxOutputTokens longest completion; 0 where unknown, and then not clamped
/// @param knownPrice its price, or null where unknown (unknown is never taken for free)
/// @param lifecycle whether the provider still offers it
public record Model(
        String id,
        Set<Feature> features,
        long contextWindowTokens,
        long maxOutputTokens,
        @Nullable Price knownPrice,
        Lifecycle lifecycle) {

    public Model {
        if (id.isBlank()) {
            throw new IllegalArgumentException("model id must not be blank");
        }
        if (contextWindowTokens < 0 || maxOutputTokens < 0) {
            throw new IllegalArgumentException("sizes of model " + id + " must not be negative: window "
                    + contextWindowTokens + ", output " + maxOutputTokens);
        }
        features = features.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(features));
    }

    /// A chat model of which nothing else is known: taken to be able to do everything but embeddings, since refusing a
    /// call on a guess would be worse than one refused attempt.
    public static Model unknown(String id) {
        return new Model(id, EnumSet.complementOf(EnumSet.of(Feature.EMBEDDINGS)), 0, 0, null, Lifecycle.ACTIVE);
    }

    /// The same with these features.
    public Model with(Set<Feature> others) {
        return new Model(id, others, contextWindowTokens, maxOutputTokens, knownPrice, lifecycle);
    }

    /// Its price, where known.
    public Optional<Price> price() {
        return Optional.ofNullable(knownPrice);
    }
}

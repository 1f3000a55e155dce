package dev.sidestep.wire.models;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Price;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A model as its provider's list tells it. Immutable.
///
/// @param id what calls name it by; at most [#MOST_ID_CHARS] characters, all of which can be printed
/// @param isChat false where the list or the id says that it answers no chat calls
/// @param contextWindowTokens 0 where the list does not tell it
/// @param maxOutputTokens 0 where the list does not tell it
/// @param lacking what the list says that it cannot do; of the rest nothing is known
/// @param knownPrice its price, or null where the list does not tell it
/// @param lifecycle active, or with the end that the list announces
public record ListedModel(
        String id,
        boolean isChat,
        long contextWindowTokens,
        long maxOutputTokens,
        Set<Feature> lacking,
        @Nullable Price knownPrice,
        Lifecycle lifecycle) {
    /// Longer ids are nobody's.
    public static final int MOST_ID_CHARS = 200;

    public ListedModel {
        lacking = lacking.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(lacking));
    }

    /// A chat model of which the list tells nothing but the id, as OpenAI's own.
    public static ListedModel of(String id) {
        return new ListedModel(id, !NoChat.isSaidBy(id), 0, 0, Set.of(), null, Lifecycle.ACTIVE);
    }
}

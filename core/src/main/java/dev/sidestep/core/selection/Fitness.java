package dev.sidestep.core.selection;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import java.util.ArrayList;
import java.util.List;

/// Whether a model can serve a call at all, so that nothing degrades silently.
public final class Fitness {
    private Fitness() {}

    /// True when the model has every feature that the call needs, and the room.
    ///
    /// @param promptTokens what the prompt makes at this model
    public static boolean fits(Needs needs, Model model, long promptTokens) {
        return model.features().containsAll(needs.features()) && hasRoom(needs, model, promptTokens);
    }

    /// What the model lacks for the call, in words; empty when it fits.
    public static List<String> misfits(Needs needs, Model model, long promptTokens) {
        List<String> misfits = new ArrayList<>();
        for (Feature feature : needs.features()) {
            if (!model.features().contains(feature)) {
                misfits.add("no " + feature.id());
            }
        }
        if (!hasRoom(needs, model, promptTokens)) {
            misfits.add(
                    "context window " + model.contextWindowTokens() + " < " + neededTokens(needs, model, promptTokens));
        }
        return misfits;
    }

    private static boolean hasRoom(Needs needs, Model model, long promptTokens) {
        return model.contextWindowTokens() == 0
                || neededTokens(needs, model, promptTokens) <= model.contextWindowTokens();
    }

    /// The prompt and the completion together. A completion longer than the model's longest will be
    /// clamped, so it takes no more room than that; one left open takes at least a token.
    /// Callers name any number they like, so the sum saturates.
    private static long neededTokens(Needs needs, Model model, long promptTokens) {
        long output = Math.max(1, needs.maxOutputTokens());
        long clamped = model.maxOutputTokens() == 0 ? output : Math.min(output, model.maxOutputTokens());
        long sum = promptTokens + clamped;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}

package dev.sidestep.core.quota;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Target;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How large a call will be at a target, from the size of its text and what was learned of the
/// model.
///
/// A prompt's tokens are its bytes times a ratio per model, learned from what providers count; an
/// answer's are what the caller asked for where the provider reserves that, and what the model
/// usually says where not. Both are the high side of what was seen: too much held back comes back
/// with the settlement, too little is a refusal. Sizes are all this knows; what is left of the
/// limits, [Quotas] does.
///
/// Thread-safe: an estimate takes no lock and allocates nothing but the demand. Bounded: models
/// beyond the first ten thousand are estimated with nothing learned.
public final class Estimates {
    /// Far more than all providers offer: what bounds names that only callers know.
    private static final int MOST_MODELS = 10_000;
    /// No model says more; callers name any number.
    private static final long MOST_OUTPUT_TOKENS = 1_000_000;

    private final ConcurrentMap<String, ConcurrentMap<String, ModelEstimate>> byTypeAndModel =
            new ConcurrentHashMap<>();
    private final AtomicInteger models = new AtomicInteger();
    /// What stands for a model of which nothing was seen; never learns.
    private final ModelEstimate first = new ModelEstimate();

    private final ErrorShare inputErrors = new ErrorShare();
    private final ErrorShare outputErrors = new ErrorShare();

    /// What the call will need at the target.
    public Demand demand(Target target, Needs needs) {
        ModelEstimate estimate = known(target);
        return new Demand(estimate.inputTokens(needs.prompt()), outputTokens(estimate, target, needs));
    }

    /// What a call of which this is likely can take of the target at most.
    public Expected expected(Target target, Needs needs, Demand likely) {
        long most = mostOutputTokens(target, needs);
        long output = most == Long.MAX_VALUE ? likely.outputTokens() : Math.min(most, MOST_OUTPUT_TOKENS);
        return new Expected(likely, new Demand(likely.inputTokens(), Math.max(output, likely.outputTokens())));
    }

    private static long outputTokens(ModelEstimate estimate, Target target, Needs needs) {
        long most = mostOutputTokens(target, needs);
        boolean isAskedFor = needs.maxOutputTokens() > 0;
        boolean isReserved = target.account().provider().counting().reservesOutput();
        return isAskedFor && isReserved ? most : Math.min(most, estimate.outputTokens());
    }

    /// The caller's maximum or the model's, whichever is smaller; `Long.MAX_VALUE` where there is
    /// neither. Vectors are no tokens.
    private static long mostOutputTokens(Target target, Needs needs) {
        if (needs.features().contains(Feature.EMBEDDINGS)) {
            return 0;
        }
        long ofModel = target.model().maxOutputTokens() > 0 ? target.model().maxOutputTokens() : Long.MAX_VALUE;
        long ofCaller = needs.maxOutputTokens() > 0 ? needs.maxOutputTokens() : Long.MAX_VALUE;
        return Math.min(ofModel, ofCaller);
    }

    /// Learns from what an answered call used.
    public void learn(Target target, Needs needs, Usage usage) {
        Demand thought = demand(target, needs);
        ModelEstimate estimate = learning(target);
        if (usage.inputTokens() > 0) {
            inputErrors.record(thought.inputTokens(), usage.inputTokens());
            estimate.learnInput(needs.prompt(), usage.inputTokens());
        }
        if (usage.outputTokens() > 0) {
            outputErrors.record(thought.outputTokens(), usage.outputTokens());
            // An answer that was cut off says nothing of how much the model would have said.
            if (usage.outputTokens() < mostOutputTokens(target, needs)) {
                estimate.learnOutput(usage.outputTokens());
            }
        }
    }

    /// Learns from what a refusal said the call was taken to need.
    ///
    /// @param requestedTokens of [Unit#TOKENS]: the prompt, and the completion where the provider
    ///     reserves it
    public void learnRequested(Target target, Needs needs, long requestedTokens) {
        boolean isReserved = target.account().provider().counting().reservesOutput();
        if (isReserved && needs.maxOutputTokens() == 0) {
            return; // how much the provider reserved of its own accord, nobody knows
        }
        long reserved = isReserved ? mostOutputTokens(target, needs) : 0;
        if (requestedTokens > reserved) {
            learning(target).learnInput(needs.prompt(), requestedTokens - reserved);
        }
    }

    /// By how much estimates of prompts miss, as a share of what the prompts had: 0.1 is ten
    /// percent too much or too little, over about the last hundred calls. 0 before the first.
    public double inputErrorShare() {
        return inputErrors.share();
    }

    /// The same of answers. What a provider reserves is an estimate too.
    public double outputErrorShare() {
        return outputErrors.share();
    }

    private ModelEstimate known(Target target) {
        ConcurrentMap<String, ModelEstimate> ofType = byTypeAndModel.get(target.providerType());
        return ofType == null ? first : ofType.getOrDefault(target.model().id(), first);
    }

    private ModelEstimate learning(Target target) {
        ModelEstimate found = known(target);
        if (found != first) {
            return found;
        }
        if (models.get() >= MOST_MODELS) {
            return new ModelEstimate();
        }
        return byTypeAndModel
                .computeIfAbsent(target.providerType(), _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(target.model().id(), _ -> {
                    models.incrementAndGet();
                    return new ModelEstimate();
                });
    }
}

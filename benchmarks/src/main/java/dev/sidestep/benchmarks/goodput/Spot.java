package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.Ask;
import dev.sidestep.simulator.ModelSpec;

/// A target of the world: one model through one account.
///
/// @param index its place among all targets, in the operator's order
/// @param organization accounts of one organisation share its quota
record Spot(int index, Family family, String account, String organization, ModelSpec model) {
    /// What a provider is asked for when a call is sent here, in its own tokens.
    Ask ask(Call call) {
        double tokens = call.promptBytes() * family.tokenFactor() / CallSize.BYTES_PER_TOKEN;
        return new Ask(family.name(), account, model.id(), (long) Math.ceil(tokens), call.maxTokens());
    }

    /// `account/model`.
    @Override
    public String toString() {
        return account + "/" + model.id();
    }
}

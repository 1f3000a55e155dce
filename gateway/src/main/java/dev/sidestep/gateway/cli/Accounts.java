package dev.sidestep.gateway.cli;

import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.core.Feature;

/// What is told of an account in one line.
final class Accounts {
    private Accounts() {}

    /// `groq-free (17 models)`: its name, and how many chat models it is known to offer.
    static String text(ConfiguredAccount account) {
        long models = account.account().models().stream()
                .filter(model -> model.features().contains(Feature.CHAT))
                .count();
        return account.account().name() + " (" + counted(models, "model") + ")";
    }

    /// `1 model`, `2 models`.
    static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}

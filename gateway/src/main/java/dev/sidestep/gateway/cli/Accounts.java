package dev.sidestep.gateway.cli;

import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.core.Feature;
import java.util.List;

/// What is told of an account in one line.
final class Accounts {
    private Accounts() {}

    /// `groq-free (17 models)`: its name, and how many chat models it is known to offer.
    static String text(ConfiguredAccount account) {
        long models = account.models().stream()
                .filter(model -> model.features().contains(Feature.CHAT))
                .count();
        return account.account().name() + " (" + counted(models, "model") + ")";
    }

    /// What its owner wants of its models: ` pinned a, b; without c`; empty where nothing.
    static String choice(ConfiguredAccount account) {
        String pinned = listed("pinned", account.choice().pinned());
        String without = listed("without", account.choice().without());
        String both = pinned + (pinned.isEmpty() || without.isEmpty() ? "" : "; ") + without;
        return both.isEmpty() ? "" : ", " + both;
    }

    private static String listed(String word, List<String> models) {
        return models.isEmpty() ? "" : word + " " + String.join(", ", models);
    }

    /// `1 model`, `2 models`.
    static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}

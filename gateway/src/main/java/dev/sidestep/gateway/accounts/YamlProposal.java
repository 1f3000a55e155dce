package dev.sidestep.gateway.accounts;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.AccountOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The text of a configuration's `accounts` as somebody wants them who cannot change them where they are. Keys are
/// references, never the keys themselves.
final class YamlProposal {
    private YamlProposal() {}

    /// @param accounts all that the configuration is to have, in order
    /// @param changed the name of the one that changes; empty where none does
    static String of(List<AccountConfig> accounts, String changed, Optional<AccountChange> change) {
        StringBuilder yaml = new StringBuilder("accounts:\n");
        for (AccountConfig account : accounts) {
            List<String> fields = fields(account);
            change.filter(_ -> account.name().equals(changed)).ifPresent(each -> add(fields, each));
            yaml.append("  - { ").append(String.join(", ", fields)).append(" }\n");
        }
        return yaml.toString();
    }

    private static List<String> fields(AccountConfig account) {
        List<String> fields = new ArrayList<>(List.of("name: " + account.name()));
        if (!account.name().startsWith(account.provider())) {
            fields.add("provider: " + account.provider());
        }
        account.key().ifPresent(_ -> fields.add("key: \"${" + variable(account) + "}\""));
        if (account.origin() instanceof AccountOrigin.Environment) {
            account.baseUrl().ifPresent(url -> fields.add("base-url: \"" + url + "\""));
        }
        if (!account.models().isEmpty()) {
            fields.add("models: " + list(account.models()));
        }
        return fields;
    }

    private static String variable(AccountConfig account) {
        return switch (account.origin()) {
            case AccountOrigin.Environment(var variable) -> variable;
            case AccountOrigin.File _, AccountOrigin.Code _ ->
                account.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_API_KEY";
        };
    }

    private static void add(List<String> fields, AccountChange change) {
        switch (change) {
            case AccountChange.Pinned(var models) -> fields.add("pinned: " + list(models));
            case AccountChange.Without(var models) -> fields.add("without: " + list(models));
            case AccountChange.Disabled(var disabled) -> fields.add("disabled: " + disabled);
        }
    }

    private static String list(List<String> texts) {
        return YamlScalars.list(texts.stream().map(YamlScalars::of).toList());
    }
}

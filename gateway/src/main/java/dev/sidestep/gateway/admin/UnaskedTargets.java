package dev.sidestep.gateway.admin;

import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.core.Model;
import dev.sidestep.exchange.Roster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is configured and not asked: the models that an account goes without, and all of an account that is disabled.
final class UnaskedTargets {
    private UnaskedTargets() {}

    static List<Map<String, Object>> of(Roster roster) {
        List<Map<String, Object>> unasked = new ArrayList<>();
        roster.accounts().forEach(account -> without(account, unasked));
        roster.disabled().forEach(account -> {
            account.models().stream()
                    .map(Model::id)
                    .forEach(model -> unasked.add(target(account, model, "account-disabled")));
            without(account, unasked);
        });
        return unasked;
    }

    private static void without(ConfiguredAccount account, List<Map<String, Object>> unasked) {
        account.choice().without().forEach(model -> unasked.add(target(account, model, "without")));
    }

    private static Map<String, Object> target(ConfiguredAccount account, String model, String why) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("target", account.account().name() + "/" + model);
        document.put("account", account.account().name());
        document.put("provider", account.account().provider().type());
        document.put("model", model);
        document.put("why", why);
        return document;
    }
}

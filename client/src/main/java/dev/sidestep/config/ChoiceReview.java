package dev.sidestep.config;

import dev.sidestep.core.Model;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds what does not fit in an account's `pinned` and `without`.
final class ChoiceReview {
    private final String path;
    private final Report report;

    /// @param path where the account stands
    ChoiceReview(String path, Report report) {
        this.path = path;
        this.report = report;
    }

    void review(ConfiguredAccount account) {
        Set<String> known = new LinkedHashSet<>();
        account.account().models().stream().map(Model::id).forEach(known::add);
        ModelChoice choice = account.choice();
        repeated("pinned", choice.pinned());
        repeated("without", choice.without());
        pinned(choice, known);
        without(choice, known, account.followsList());
        if (!known.isEmpty() && account.models().isEmpty()) {
            report.warning(path + ".without", "the account goes without all its models, and is never asked");
        }
    }

    private void repeated(String key, List<String> ids) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            if (!seen.add(ids.get(i))) {
                report.mistake(at(key, i), "model " + Closest.quoted(ids.get(i)) + " is listed twice");
            }
        }
    }

    /// A model that is not known today may be one that the provider lists: a warning.
    private void pinned(ModelChoice choice, Set<String> known) {
        for (int i = 0; i < choice.pinned().size(); i++) {
            String id = choice.pinned().get(i);
            if (choice.excludes(id)) {
                report.warning(at("pinned", i), "model " + Closest.quoted(id) + " is not asked: without names it, too");
            } else if (!known.contains(id)) {
                report.warning(at("pinned", i), unknown(id, known));
            }
        }
    }

    private void without(ModelChoice choice, Set<String> known, boolean followsList) {
        for (int i = 0; i < choice.without().size(); i++) {
            String id = choice.without().get(i);
            boolean isNoneOfTheList =
                    !followsList || !Closest.suggestion(id, known).isEmpty();
            if (!known.contains(id) && isNoneOfTheList) {
                report.warning(at("without", i), unknown(id, known));
            }
        }
    }

    private static String unknown(String id, Set<String> known) {
        return "the account is not known to offer " + Closest.quoted(id) + Closest.suggestion(id, known);
    }

    private String at(String key, int index) {
        return path + "." + key + "[" + index + "]";
    }
}

package dev.sidestep.exchange;

import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.config.ModelChoice;
import dev.sidestep.core.Model;
import dev.sidestep.wire.models.ListedModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What an account offers by its provider's list: the catalogue's models without those that are gone, and then those
/// that the catalogue does not know. Pure; immutable.
///
/// @param models in the order in which they are tried
/// @param added the ids of those that the catalogue does not know
/// @param gone the ids of the catalogue's models that are not offered
/// @param isTrusted false where the list has none of the catalogue's models: it is another provider's or broken, and
///     changes nothing
record Offer(List<Model> models, List<String> added, List<String> gone, boolean isTrusted) {
    /// A provider that lists more has models for every taste; those beyond are nobody's fallback.
    static final int MOST_ADDED = 200;

    /// What stands behind an alias in a version of it: a date or a number of at least three digits, or `latest`.
    private static final Pattern VERSION = Pattern.compile("[-@](latest|\\d{3,}.*)");

    Offer {
        models = List.copyOf(models);
        added = List.copyOf(added);
        gone = List.copyOf(gone);
    }

    /// @param configured the account with the catalogue's models
    /// @param list what the provider says that it offers
    /// @param isKept which models stay though they are not listed
    static Offer of(ConfiguredAccount configured, List<ListedModel> list, Predicate<String> isKept) {
        List<Model> known = configured.account().models();
        List<Model> unlisted =
                known.stream().filter(model -> !isListed(model.id(), list)).toList();
        if (!known.isEmpty() && unlisted.size() == known.size()) {
            return new Offer(known, List.of(), List.of(), false);
        }
        List<String> gone = unlisted.stream()
                .map(Model::id)
                .filter(id -> !isKept.test(id) && !configured.choice().excludes(id))
                .toList();
        List<Model> added = added(configured, list);
        List<Model> models = new ArrayList<>(known);
        models.removeIf(model -> gone.contains(model.id()));
        models.addAll(added);
        return new Offer(models, added.stream().map(Model::id).toList(), gone, true);
    }

    /// True where the list has the model, or a version of it: many providers take an alias and list its versions.
    private static boolean isListed(String id, List<ListedModel> list) {
        return list.stream().map(ListedModel::id).anyMatch(each -> each.equals(id) || isExtended(each, id));
    }

    private static boolean isExtended(String longer, String id) {
        return longer.length() > id.length()
                && longer.startsWith(id)
                && (longer.charAt(id.length()) == '-' || longer.charAt(id.length()) == '@');
    }

    /// Not added are versions of what the catalogue knows, which are the same model, with the same limits, once more,
    /// unless the account's owner wants them first.
    private static List<Model> added(ConfiguredAccount configured, List<ListedModel> list) {
        Set<String> known = new HashSet<>();
        configured.account().models().forEach(model -> known.add(model.id()));
        ModelChoice choice = configured.choice();
        return list.stream()
                .filter(ListedModel::isChat)
                .filter(listed -> !known.contains(listed.id()) && !choice.excludes(listed.id()))
                .filter(listed ->
                        choice.pins(listed.id()) || known.stream().noneMatch(id -> isVersion(listed.id(), id)))
                .sorted(Comparator.comparing(listed -> !choice.pins(listed.id())))
                .limit(MOST_ADDED)
                .map(configured::unknown)
                .toList();
    }

    private static boolean isVersion(String listed, String known) {
        return listed.startsWith(known)
                && (listed.length() == known.length()
                        || VERSION.matcher(listed.substring(known.length())).matches());
    }

    /// True where it offers what the catalogue does.
    boolean isAsConfigured() {
        return isTrusted && added.isEmpty() && gone.isEmpty();
    }
}

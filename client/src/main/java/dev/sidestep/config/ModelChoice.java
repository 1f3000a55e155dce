package dev.sidestep.config;

import dev.sidestep.core.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What an account's owner wants of the models that it offers, whichever those are: which come first, and which are
/// not asked. A model that is in both lists is not asked. Immutable.
///
/// @param pinned the ids of those that come first, in this order
/// @param without the ids of those that are not asked
public record ModelChoice(List<String> pinned, List<String> without) {
    /// All that the account offers, as they come.
    public static final ModelChoice NONE = new ModelChoice(List.of(), List.of());

    public ModelChoice {
        pinned = List.copyOf(pinned);
        without = List.copyOf(without);
    }

    /// The models that are asked, in the order in which they are tried.
    ///
    /// @param offered what the account offers, each id once
    public List<Model> of(List<Model> offered) {
        Map<String, Model> others = new LinkedHashMap<>();
        offered.stream().filter(model -> !excludes(model.id())).forEach(model -> others.put(model.id(), model));
        List<Model> chosen = new ArrayList<>();
        for (String id : pinned) {
            Model model = others.remove(id);
            if (model != null) {
                chosen.add(model);
            }
        }
        chosen.addAll(others.values());
        return List.copyOf(chosen);
    }

    /// True where the model is not asked.
    public boolean excludes(String model) {
        return without.contains(model);
    }

    /// True where the model comes before those that are not pinned.
    public boolean pins(String model) {
        return place(model).isPresent();
    }

    /// The model's place among the pinned ones, from 1; empty where it is none of them.
    public OptionalInt place(String model) {
        int index = pinned.indexOf(model);
        return index < 0 || excludes(model) ? OptionalInt.empty() : OptionalInt.of(index + 1);
    }
}

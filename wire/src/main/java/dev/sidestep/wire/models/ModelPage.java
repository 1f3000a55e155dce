package dev.sidestep.wire.models;

import java.util.List;

/// One page of a provider's list of models. Immutable.
///
/// @param models those that are offered, each id once, in the list's order
/// @param next where the next page begins, for [ModelLists#path]; empty on the last page
public record ModelPage(List<ListedModel> models, String next) {
    public ModelPage {
        models = List.copyOf(models);
    }
}

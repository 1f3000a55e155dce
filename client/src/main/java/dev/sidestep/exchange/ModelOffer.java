package dev.sidestep.exchange;

import java.time.Instant;
import java.util.List;

/// How an account's models differ from the catalogue's, by its provider's list. Immutable.
///
/// @param account its name
/// @param readAt when the list was read
/// @param added the models that the catalogue does not know, in the list's order
/// @param gone the catalogue's models that are not offered, in its order
public record ModelOffer(String account, Instant readAt, List<String> added, List<String> gone) {
    public ModelOffer {
        added = List.copyOf(added);
        gone = List.copyOf(gone);
    }
}

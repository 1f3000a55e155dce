package dev.sidestep.simulator;

import java.util.Map;

/// Facts about models by the longest prefix of their ids that the table knows. Immutable.
///
/// @param others for ids that no prefix fits
record PrefixTable<T>(Map<String, T> byPrefix, T others) {
    PrefixTable {
        byPrefix = Map.copyOf(byPrefix);
    }

    T of(String model) {
        for (int length = model.length(); length > 0; length--) {
            var found = byPrefix.get(model.substring(0, length));
            if (found != null) {
                return found;
            }
        }
        return others;
    }
}

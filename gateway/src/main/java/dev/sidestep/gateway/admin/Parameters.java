package dev.sidestep.gateway.admin;

import java.util.List;
import java.util.Map;

/// Reads the parameters of a query.
final class Parameters {
    private Parameters() {}

    /// Refuses what nobody knows: a misspelt parameter would be answered with something else than was asked for.
    ///
    /// @throws IllegalArgumentException where there is such a one
    static void requireKnown(Map<String, String> parameters, List<String> known) {
        if (!parameters.keySet().stream().allMatch(name -> name.isEmpty() || known.contains(name))) {
            throw new IllegalArgumentException("Expected no parameters but " + String.join(", ", known));
        }
    }
}

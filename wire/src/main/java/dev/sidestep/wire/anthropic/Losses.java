package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Loss;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a target is not given as it came, each thing told once. Not thread-safe.
final class Losses {
    private final Set<Loss> all = new LinkedHashSet<>();

    void add(Loss loss) {
        all.add(loss);
    }

    void addAll(Collection<Loss> losses) {
        all.addAll(losses);
    }

    /// The fields that this format does not have.
    ///
    /// @param path where they stand, such as `messages.`; empty for the body
    void addLost(Extras extras, String path) {
        if (!extras.areLostAt(WireFormat.ANTHROPIC)) {
            return;
        }
        extras.fields().forEach((name, value) -> {
            if (isSomething(value)) {
                add(Loss.dropped(path + name));
            }
        });
    }

    /// False for what says no more than its absence.
    private static boolean isSomething(JsonNode value) {
        return !value.isNull() && !(value.isContainerNode() && value.isEmpty());
    }

    List<Loss> list() {
        return List.copyOf(all);
    }
}

package dev.sidestep.wire.responses;

import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Loss;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what a target is not given as it came; what is lost in many places is told once. Not thread-safe.
final class Losses {
    private final Set<Loss> losses = new LinkedHashSet<>();

    void add(Loss loss) {
        losses.add(loss);
    }

    void addAll(Collection<Loss> more) {
        losses.addAll(more);
    }

    void dropped(String field) {
        add(Loss.dropped(field));
    }

    /// Fields that only another format has.
    ///
    /// @param place whose fields they are, such as `messages.content`
    void foreign(Extras extras, String place) {
        if (extras.areLostAt(WireFormat.RESPONSES)) {
            extras.fields().keySet().forEach(name -> dropped(place + "." + name));
        }
    }

    List<Loss> all() {
        return new ArrayList<>(losses);
    }
}

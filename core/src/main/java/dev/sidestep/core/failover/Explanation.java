package dev.sidestep.core.failover;

import dev.sidestep.core.Target;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.selection.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A call's plan without making it.
///
/// @param order the targets in the order in which they would be tried, as long as each one fails
/// @param skipped the others, each with the reason
public record Explanation(List<Target> order, List<Skip> skipped) {
    public Explanation {
        order = List.copyOf(order);
        skipped = List.copyOf(skipped);
    }

    /// What a call with this selection would do at this moment. Uses the selection up.
    public static Explanation of(Selection selection, long nowNanos) {
        List<Target> order = new ArrayList<>();
        Optional<Target> next = selection.plan(nowNanos);
        while (next.isPresent()) {
            order.add(next.get());
            next = selection.plan(nowNanos);
        }
        return new Explanation(order, selection.skips(nowNanos));
    }
}

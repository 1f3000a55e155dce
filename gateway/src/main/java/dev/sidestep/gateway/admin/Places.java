package dev.sidestep.gateway.admin;

import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Decision.Move;
import dev.sidestep.core.selection.Order;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.exchange.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why the targets of a plan stand where they stand.
final class Places {
    private final Call.Chat call;
    private final Targets targets;
    private final Order order;
    private final boolean isListed;
    private final List<Target> asked;

    Places(Call.Chat call, Targets targets, Order order) {
        this.call = call;
        this.targets = targets;
        this.order = order;
        this.isListed = !call.request().models().isEmpty()
                || !call.request().fallbacks().isEmpty();
        this.asked = targets.named(call.wanted());
    }

    /// The reason, in a word.
    ///
    /// @param before what stands before it, or null where nothing does
    String because(Target target, @Nullable Target before) {
        if (isListed) {
            return "listed-by-the-call";
        }
        if (order != Order.LISTED) {
            return isNamed() && asked.contains(target) ? "asked-for" : order.id();
        }
        if (targets.routes().contains(call.wanted())) {
            return "listed-by-the-route";
        }
        return switch (Move.between(before == null ? asked.getFirst() : before, target)) {
            case START, RETRY -> isNamed() ? "asked-for" : "first-listed";
            case MODEL -> "next-model";
            case ACCOUNT -> "next-account";
            case PROVIDER -> "next-provider";
        };
    }

    private boolean isNamed() {
        return !call.wanted().equals(Targets.AUTO) && !targets.routes().contains(call.wanted());
    }
}

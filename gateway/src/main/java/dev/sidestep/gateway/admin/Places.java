package dev.sidestep.gateway.admin;

import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Decision.Move;
import dev.sidestep.core.selection.Order;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.exchange.Call;
import dev.sidestep.exchange.Setup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why the targets of a plan stand where they stand.
final class Places {
    private final Call.Chat call;
    private final Setup setup;
    private final Targets targets;
    private final Order order;
    private final boolean isListed;
    private final List<Target> asked;

    Places(Call.Chat call, Setup setup) {
        this.call = call;
        this.setup = setup;
        this.targets = setup.targets();
        this.order = setup.knobs().order();
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
        Target previous = before == null ? asked.getFirst() : before;
        return switch (Move.between(previous, target)) {
            case START, RETRY -> isNamed() ? "asked-for" : isPinned(target) ? "pinned" : "first-listed";
            case MODEL -> isPinned(target) && isPinned(previous) ? "pinned" : "next-model";
            case ACCOUNT -> "next-account";
            case PROVIDER -> "next-provider";
        };
    }

    private boolean isPinned(Target target) {
        return setup.roster().pinned(target).isPresent();
    }

    private boolean isNamed() {
        return !call.wanted().equals(Targets.AUTO) && !targets.routes().contains(call.wanted());
    }
}

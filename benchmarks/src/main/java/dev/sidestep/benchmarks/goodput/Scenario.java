package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.Limits;
import java.util.List;
import java.util.Optional;

/// What strategies are measured in.
///
/// @param load what is asked for at the peak, over what the world sustains
/// @param limitsTold whether strategies know the limits from their configuration
/// @param blackout a span in which every provider is down
record Scenario(
        String name,
        double load,
        World world,
        Traffic.Demand demand,
        Troubles troubles,
        boolean limitsTold,
        Optional<Span> blackout,
        long seed) {
    /// What a strategy other than the oracle may know of it.
    Known known() {
        return new Known(world.spots(), limitsTold, seed);
    }

    /// Whether more is asked for than the world sustains, so that whatever comes back is used at once.
    boolean isOverload() {
        return load > 1;
    }

    /// How long its providers take.
    Pace pace() {
        return new Pace(seed);
    }

    /// Whether a request of a call to a target would get no answer now, whatever its quota.
    boolean isDown(Spot spot, Call call, long nowNanos) {
        return troubles.striking(spot, call, nowNanos)
                .filter(each -> each.kind().isFatal())
                .isPresent();
    }

    /// Whether an admitted request of a call, sent to a target now, has its first content in time.
    boolean answersInTime(Spot spot, Call call, long nowNanos) {
        var trouble = troubles.striking(spot, call, nowNanos);
        boolean isSlow = trouble.isPresent();
        long mostNanos = Math.min(Attempts.TIMEOUT_NANOS, call.deadlineNanos() - nowNanos);
        return trouble.filter(each -> each.kind().isFatal()).isEmpty()
                && pace().firstContentNanos(call, spot, spot.ask(call), isSlow) <= mostNanos;
    }

    /// What an operator's configuration says.
    ///
    /// @param spots all targets, in the operator's order
    /// @param seed for a strategy's own chance
    record Known(List<Spot> spots, boolean limitsTold, long seed) {
        /// The configured limits of a target.
        Limits limits(Spot spot) {
            return limitsTold ? spot.model().limits() : Limits.none();
        }

        /// The configured limits of a target's organisation, over all its models.
        Limits organizationLimits(Spot spot) {
            return limitsTold ? spot.family().rules().organizationLimits() : Limits.none();
        }
    }
}

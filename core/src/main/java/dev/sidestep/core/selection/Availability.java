package dev.sidestep.core.selection;

import dev.sidestep.core.Needs;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Access;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownEnds;
import dev.sidestep.core.cooldown.Pass;
import dev.sidestep.core.queue.Ahead;
import dev.sidestep.core.queue.Standing;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.quota.Reservation;
import dev.sidestep.core.quota.Room;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Whether a target can take one call at a moment, and the right to send it there.
final class Availability {
    /// While another call's attempt tries whether a cooldown is over, it is worth looking again after this.
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

    private final List<Target> all;
    private final Needs needs;
    private final Standing standing;
    private final Knowledge known;

    Availability(Targets targets, Needs needs, Standing standing, Knowledge known) {
        this.all = targets.all();
        this.needs = needs;
        this.standing = standing;
        this.known = known;
    }

    /// The right to send, if nothing stands in the way; those who wait come first.
    Optional<Grant> take(Target target, Access access, long nowNanos) {
        if (!ends(nowNanos).admits(target, access, nowNanos)) {
            return Optional.empty();
        }
        Demand demand = demand(target);
        boolean isOpen = fits(target, demand) && !known.waitingRoom().isTaken(target, standing, nowNanos);
        return isOpen ? take(target, demand, access, nowNanos) : Optional.empty();
    }

    /// The same for a call whose turn it is.
    Optional<Grant> takeInTurn(Target target, Access access, long nowNanos) {
        return take(target, demand(target), access, nowNanos);
    }

    private Optional<Grant> take(Target target, Demand demand, Access access, long nowNanos) {
        Optional<Reservation> reservation = known.quotas().reserve(target, demand, nowNanos);
        if (reservation.isEmpty()) {
            return Optional.empty();
        }
        Optional<Pass> pass = ends(nowNanos).enter(target, access, nowNanos);
        if (pass.isEmpty()) {
            reservation.get().refund(nowNanos);
            return Optional.empty();
        }
        return Optional.of(new Grant(target, pass.get(), reservation.get()));
    }

    /// What stands in the way.
    Optional<Skip> obstacle(Target target, Access access, long nowNanos) {
        Demand demand = demand(target);
        if (!fits(target, demand)) {
            return Optional.of(new Skip.Unfit(target, Fitness.misfits(needs, target.model(), demand.inputTokens())));
        }
        Optional<Cooldown> holding = known.cooldowns().holding(target, access, nowNanos);
        if (holding.isPresent()) {
            return Optional.of(new Skip.Cooling(target, holding.get()));
        }
        return switch (known.quotas().room(target, demand, nowNanos)) {
            case Room.Never(var quota) -> Optional.of(new Skip.TooLarge(target, quota));
            case Room.Later(var quota, var atNanos) -> Optional.of(new Skip.NoRoom(target, quota, atNanos));
            case Room.Fits _ ->
                known.waitingRoom().isTaken(target, standing, nowNanos)
                        ? Optional.of(new Skip.Queued(target))
                        : Optional.empty();
        };
    }

    /// When the call can be sent to the target; empty where time does not help.
    OptionalLong freeAtNanos(Target target, long nowNanos) {
        return freeAtNanos(target, demand(target), nowNanos);
    }

    private OptionalLong freeAtNanos(Target target, Demand demand, long nowNanos) {
        if (!fits(target, demand)) {
            return OptionalLong.empty();
        }
        long freeAtNanos = nowNanos;
        Optional<Cooldown> holding = known.cooldowns().holding(target, Access.WITHOUT_PROBES, nowNanos);
        if (holding.isPresent()) {
            if (!holding.get().kind().isCuredByTime()) {
                return OptionalLong.empty();
            }
            long triedFromNanos = known.cooldowns().triedFromNanos(holding.get());
            freeAtNanos = triedFromNanos - nowNanos > 0 ? triedFromNanos : nowNanos + LOOK_AGAIN_NANOS;
        }
        return switch (known.quotas().room(target, demand, nowNanos)) {
            case Room.Fits _ -> OptionalLong.of(freeAtNanos);
            case Room.Later(var _, var atNanos) -> OptionalLong.of(later(atNanos, freeAtNanos));
            case Room.Never _ -> OptionalLong.empty();
        };
    }

    /// The moments from which on the target can serve the call; empty where time does not help.
    Optional<Reset> reset(Target target, long nowNanos) {
        Demand demand = demand(target);
        OptionalLong freeAt = freeAtNanos(target, demand, nowNanos);
        if (freeAt.isEmpty()) {
            return Optional.empty();
        }
        long turnNanos = turnNanos(target, demand, freeAt.getAsLong(), nowNanos);
        long answerNanos =
                turnNanos + known.health().firstContentNanos(target, nowNanos).orElse(0);
        long costNanos = known.quotas().costNanos(target, demand, nowNanos);
        return Optional.of(new Reset(target, freeAt.getAsLong(), answerNanos, turnNanos + costNanos));
    }

    /// When it would be the call's turn at a target that is free at `freeAtNanos` for whoever is first there.
    private long turnNanos(Target target, Demand demand, long freeAtNanos, long nowNanos) {
        Ahead ahead = known.waitingRoom().ahead(target, standing);
        return ahead.calls() == 0
                ? freeAtNanos
                : later(known.quotas().turnNanos(target, demand, ahead.calls(), ahead.tokens(), nowNanos), freeAtNanos);
    }

    private static long later(long oneNanos, long otherNanos) {
        return oneNanos - otherNanos > 0 ? oneNanos : otherNanos;
    }

    private boolean fits(Target target, Demand demand) {
        return Fitness.fits(needs, target.model(), demand.inputTokens());
    }

    /// True where ill health alone holds some targets back.
    boolean hasIllHealth(long nowNanos) {
        return ends(nowNanos).hasIllHealth();
    }

    private Demand demand(Target target) {
        return known.estimates().demand(target, needs);
    }

    CooldownEnds ends(long nowNanos) {
        return known.cooldowns().ends(all, nowNanos);
    }
}

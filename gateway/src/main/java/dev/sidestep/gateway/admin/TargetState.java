package dev.sidestep.gateway.admin;

import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.cooldown.CooldownState;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.quota.Room;
import dev.sidestep.core.selection.Knowledge;
import java.util.List;

/// Whether a target can be asked at all, in one word; of several the one that keeps it away the most.
public enum TargetState {
    /// Somebody has to do something: the key was refused, the funds are used up, the model is gone.
    BENCHED("benched"),
    /// A limit is waited out.
    COOLING("cooling"),
    /// It failed too often lately.
    UNHEALTHY("unhealthy"),
    /// A limit has no room, not even for the smallest call.
    NO_ROOM("no-room"),
    /// A cooldown has ended, and a few calls at a time try whether that is true.
    RECOVERING("recovering"),
    /// Nothing is known against it.
    READY("ready");

    private static final Demand SMALLEST_CALL = new Demand(1, 0);

    private final String id;

    TargetState(String id) {
        this.id = id;
    }

    /// The state's name in documents and metrics.
    public String id() {
        return id;
    }

    /// The target's state at a moment.
    public static TargetState of(Target target, Knowledge known, long nowNanos) {
        return Lasting.of(target, known, nowNanos).state();
    }

    /// A state and how long it lasts.
    ///
    /// @param remainingNanos until the last of what keeps the target away is over, as far as anybody
    ///     knows; 0 where nothing does
    public record Lasting(TargetState state, long remainingNanos) {
        /// The target's state at a moment.
        public static Lasting of(Target target, Knowledge known, long nowNanos) {
            List<CooldownState> cooldowns = known.cooldowns().states(target, nowNanos);
            TargetState worst = cooldowns.isEmpty() ? READY : RECOVERING;
            long remainingNanos = 0;
            if (known.quotas().room(target, SMALLEST_CALL, nowNanos) instanceof Room.Later(var _, var atNanos)) {
                worst = NO_ROOM;
                remainingNanos = atNanos - nowNanos;
            }
            for (CooldownState each : cooldowns) {
                Cooldown cooldown = each.cooldown();
                if (cooldown.isRunning(nowNanos)) {
                    TargetState state = of(cooldown.kind());
                    worst = state.compareTo(worst) < 0 ? state : worst;
                    remainingNanos = Math.max(remainingNanos, cooldown.remainingNanos(nowNanos));
                }
            }
            return new Lasting(worst, remainingNanos);
        }

        private static TargetState of(CooldownKind kind) {
            return switch (kind) {
                case RATE_LIMIT, OVERLOADED -> COOLING;
                case UNHEALTHY -> UNHEALTHY;
                case OUT_OF_FUNDS, UNAUTHORIZED, MODEL_UNAVAILABLE -> BENCHED;
            };
        }
    }
}

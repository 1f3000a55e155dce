package dev.sidestep.core.selection;

import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Pass;
import dev.sidestep.core.quota.Reservation;

/// The right to send one request to a target: past its cooldowns, within its quotas. Whoever holds
/// one gives both parts back when the request's outcome is known.
public record Grant(Target target, Pass pass, Reservation reservation) {}

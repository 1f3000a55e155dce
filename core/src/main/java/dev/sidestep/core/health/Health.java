package dev.sidestep.core.health;

import dev.sidestep.core.Nanos;
import dev.sidestep.core.Target;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How targets are doing apart from their limits: the transient failures of each within a sliding
/// window, and what their first content takes.
///
/// Thread-safe: each target has a lock of its own, held for some tens of nanoseconds. Bounded: idle
/// targets are forgotten. Kept by the targets' names, so that it outlives a reload of the
/// configuration. Moments are the ticker's nanoseconds.
public final class Health {
    /// First content of an answer that was not streamed: nothing to measure.
    public static final long UNMEASURED = -1;

    /// Far more than any configuration names; only reloads that rename targets get here.
    private static final int MOST_TARGETS = 10_000;
    /// Nothing of a target is known any more after this.
    private static final long IDLE_NANOS = Nanos.of(Duration.ofHours(1));

    private final ConcurrentMap<String, Pulse> pulses = new ConcurrentHashMap<>();
    private final long windowNanos;
    private final int failures;
    private final double share;
    private final long slowNanos;

    /// Knows nothing yet.
    public Health(HealthPolicy policy) {
        windowNanos = Nanos.of(policy.window());
        failures = policy.failures();
        share = policy.share();
        slowNanos = Nanos.of(policy.slowFirstContent());
    }

    /// An attempt was answered.
    ///
    /// @param firstContentNanos from the request to the first content, or [#UNMEASURED]
    /// @return true at the moment at which the target turns unhealthy, since its answers are slow;
    ///     its counts begin anew then
    public boolean succeeded(Target target, long firstContentNanos, long nowNanos) {
        return pulse(target, nowNanos).succeeded(firstContentNanos, nowNanos);
    }

    /// An attempt came to a transient failure.
    ///
    /// @return true at the moment at which the target turns unhealthy; its counts begin anew then
    public boolean failed(Target target, long nowNanos) {
        return pulse(target, nowNanos).counted(true, nowNanos);
    }

    /// What the target's first content takes on average; empty where that is unknown. Measurements
    /// fade: after a quarter of an hour without any, or half of one where there were many, it is
    /// unknown again.
    public OptionalLong firstContentNanos(Target target, long nowNanos) {
        Pulse pulse = pulses.get(target.name());
        return pulse == null ? OptionalLong.empty() : pulse.firstContentNanos(nowNanos);
    }

    /// How the target has been doing of late.
    public HealthState state(Target target, long nowNanos) {
        Pulse pulse = pulses.get(target.name());
        return pulse == null ? HealthState.UNKNOWN : pulse.state(nowNanos);
    }

    /// How many targets anything is known of.
    int tracked() {
        return pulses.size();
    }

    private Pulse pulse(Target target, long nowNanos) {
        Pulse known = pulses.get(target.name());
        if (known != null) {
            return known;
        }
        forgetIdle(nowNanos);
        return pulses.computeIfAbsent(target.name(), _ -> new Pulse(nowNanos));
    }

    private void forgetIdle(long nowNanos) {
        if (pulses.size() >= MOST_TARGETS) {
            pulses.values().removeIf(pulse -> pulse.idleNanos(nowNanos) > IDLE_NANOS);
        }
        if (pulses.size() >= MOST_TARGETS) {
            // What is lost is soon learned again.
            pulses.clear();
        }
    }

    /// One target's. Every field is guarded by the object itself.
    private final class Pulse {
        private final AttemptWindow window;
        private final FadingMean firstContent = new FadingMean();
        private long lastNanos;

        Pulse(long nowNanos) {
            window = new AttemptWindow(windowNanos, nowNanos);
            lastNanos = nowNanos;
        }

        synchronized boolean succeeded(long firstContentNanos, long nowNanos) {
            if (firstContentNanos >= 0) {
                firstContent.record(firstContentNanos, nowNanos);
            }
            return counted(firstContentNanos > slowNanos, nowNanos);
        }

        synchronized boolean counted(boolean isFailure, long nowNanos) {
            lastNanos = nowNanos;
            window.record(isFailure, nowNanos);
            if (!isFailure || window.failures() < failures || window.failures() < share * window.attempts()) {
                return false;
            }
            window.clear();
            return true;
        }

        synchronized OptionalLong firstContentNanos(long nowNanos) {
            return firstContent.at(nowNanos);
        }

        synchronized HealthState state(long nowNanos) {
            window.slideTo(nowNanos);
            return new HealthState(window.attempts(), window.failures(), firstContent.at(nowNanos));
        }

        synchronized long idleNanos(long nowNanos) {
            return nowNanos - lastNanos;
        }
    }
}

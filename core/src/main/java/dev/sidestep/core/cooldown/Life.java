package dev.sidestep.core.cooldown;

import dev.sidestep.core.Nanos;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A cooldown's whole life: it runs; a long one is probed meanwhile; when it has ended, one request
/// tries, then two, then four, until the target counts as well again. Immutable.
///
/// @param cooldown the span itself
/// @param level how often in a row it turned out to have been too short
/// @param probeAtNanos while it runs: when one request may look whether it is still true
/// @param allowance after its end: how many requests may be under way, until each one succeeds
/// @param tries those that are
/// @param isTold whether its end was told
record Life(Cooldown cooldown, int level, long probeAtNanos, int allowance, Tries tries, boolean isTold) {

    private static final long FIRST_PROBE_NANOS = Nanos.of(Duration.ofMinutes(5));
    /// A probe for each twentieth of what is left.
    private static final int PROBES = 20;
    /// Once so many may be under way, a target counts as well again.
    private static final int FULL = 16;
    /// After so many spans of quiet nothing is remembered any more.
    private static final int QUIET_SPANS = 10;

    private static final long SHORTEST_QUIET_NANOS = Nanos.of(Duration.ofMinutes(1));

    static Life begin(Cooldown cooldown, int level, long nowNanos) {
        return new Life(cooldown, level, probeAt(cooldown, nowNanos), 1, Tries.none(nowNanos), false);
    }

    private static long probeAt(Cooldown cooldown, long nowNanos) {
        return nowNanos + Math.max(FIRST_PROBE_NANOS, cooldown.remainingNanos(nowNanos) / PROBES);
    }

    boolean isRunning(long nowNanos) {
        return cooldown.isRunning(nowNanos);
    }

    /// True where a request may be let through now.
    boolean admits(Access access, Precedence precedence, long nowNanos) {
        if (access == Access.LAST_RESORT && cooldown.kind() == CooldownKind.UNHEALTHY) {
            return true;
        }
        if (isRunning(nowNanos)) {
            return access != Access.WITHOUT_PROBES && isProbeDue(precedence, nowNanos) && isFree(1, nowNanos);
        }
        return isItsTurn(precedence, nowNanos) && isFree(allowance, nowNanos) || isForgotten(nowNanos);
    }

    private boolean isProbeDue(Precedence precedence, long nowNanos) {
        return cooldown.kind().isProbed() && nowNanos - probeAtNanos >= precedence.delayNanos(cooldown);
    }

    /// Only the first request has to be one of all nodes.
    private boolean isItsTurn(Precedence precedence, long nowNanos) {
        return allowance > 1 || nowNanos - precedence.triedFromNanos(cooldown) >= 0;
    }

    private boolean isFree(int most, long nowNanos) {
        return tries.count(nowNanos) < most;
    }

    /// The earliest moment at which it may admit a request; no promise that it will.
    long admitsFromNanos(long nowNanos) {
        if (!isRunning(nowNanos)) {
            return nowNanos;
        }
        boolean isProbedFirst = cooldown.kind().isProbed() && probeAtNanos - cooldown.untilNanos() < 0;
        return isProbedFirst ? probeAtNanos : cooldown.untilNanos();
    }

    Life entered(long nowNanos) {
        return with(tries.entered(nowNanos));
    }

    /// A request that was let through was never made.
    Life withdrawn() {
        return with(tries.left());
    }

    /// A request that was let through came to nothing that says anything about the limit.
    Life released(long nowNanos) {
        long nextProbe = isRunning(nowNanos) ? probeAt(cooldown, nowNanos) : probeAtNanos;
        return new Life(cooldown, level, nextProbe, allowance, tries.left(), isTold);
    }

    private Life with(Tries others) {
        return new Life(cooldown, level, probeAtNanos, allowance, others, isTold);
    }

    /// A request that was let through succeeded; null once nothing has to be remembered any more.
    @Nullable
    Life succeeded(long nowNanos) {
        Cooldown ended = isRunning(nowNanos) ? cooldown.endedAt(nowNanos) : cooldown;
        int calmer = Math.max(0, level - 1);
        boolean isWell = allowance >= FULL;
        if (isWell && calmer == 0) {
            return null;
        }
        int more = isWell ? Integer.MAX_VALUE : allowance * 2;
        return new Life(ended, calmer, probeAtNanos, more, tries.left(), isTold);
    }

    /// A request that was sent before it began was refused as well: the same event once more.
    Life grownBy(Refusal refusal, long nowNanos) {
        Cooldown newer = refusal.cooldown(level, nowNanos);
        return isRunning(nowNanos)
                ? new Life(cooldown.grownBy(newer), level, probeAtNanos, allowance, tries, false)
                : begin(newer, level, nowNanos);
    }

    /// A request that was let through, or sent after its end, was refused: it was too short.
    Life relapsed(Refusal refusal, long nowNanos) {
        int next = isForgotten(nowNanos) ? 0 : level + 1;
        Cooldown newer = refusal.cooldown(next, nowNanos);
        return begin(isRunning(nowNanos) ? cooldown.grownBy(newer) : newer, next, nowNanos);
    }

    /// Another node tries whether it is over.
    Life triedElsewhere(long nowNanos) {
        return with(tries.heard(nowNanos));
    }

    /// Another node's try succeeded; null once nothing has to be remembered any more. While it runs, only a try that
    /// was heard of can have found it over: another one was of the cooldown before.
    @Nullable
    Life succeededElsewhere(long nowNanos) {
        return isRunning(nowNanos) && tries.elsewhere(nowNanos) == 0
                ? this
                : with(tries.takenOver()).succeeded(nowNanos);
    }

    /// Another node's try came to nothing that says anything.
    Life releasedElsewhere(long nowNanos) {
        return tries.elsewhere(nowNanos) == 0 ? this : with(tries.takenOver()).released(nowNanos);
    }

    /// Another node, or an earlier process, knows of the same cooldown: the longer and the harder one counts.
    Life joined(Cooldown other, int otherLevel, long nowNanos) {
        int higher = isForgotten(nowNanos) ? otherLevel : Math.max(level, otherLevel);
        boolean isSameEvent = isRunning(nowNanos) && tries.elsewhere(nowNanos) == 0;
        return isSameEvent
                ? new Life(cooldown.grownBy(other), higher, probeAtNanos, allowance, tries, false)
                : begin(isRunning(nowNanos) ? cooldown.grownBy(other) : other, higher, nowNanos);
    }

    /// True where it holds more back than before: what others have to know.
    boolean isHarderThan(Life before) {
        return level > before.level || cooldown.untilNanos() - before.cooldown.untilNanos() > 0;
    }

    boolean hasSameMoments(Life other) {
        return cooldown.untilNanos() == other.cooldown.untilNanos() && probeAtNanos == other.probeAtNanos;
    }

    Life told() {
        return new Life(cooldown, level, probeAtNanos, allowance, tries, true);
    }

    /// True where it still changes how the target is used; what is only remembered, in case of a
    /// relapse, does not.
    boolean counts(long nowNanos) {
        return isRunning(nowNanos) || allowance <= FULL && !isForgotten(nowNanos);
    }

    CooldownState state(long nowNanos) {
        long probeNanos = Math.max(0, admitsFromNanos(nowNanos) - nowNanos);
        return new CooldownState(
                cooldown, level, probeNanos, isRunning(nowNanos) ? 0 : allowance, tries.count(nowNanos));
    }

    /// True where it has ended so long ago that it says nothing about today.
    boolean isForgotten(long nowNanos) {
        long quietNanos = nowNanos - cooldown.untilNanos();
        return quietNanos > SHORTEST_QUIET_NANOS && quietNanos / QUIET_SPANS > cooldown.spanNanos();
    }
}

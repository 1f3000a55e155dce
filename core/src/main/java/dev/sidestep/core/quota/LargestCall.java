package dev.sidestep.core.quota;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import java.time.Duration;

/// The largest call that a provider takes at a target, as its refusals told. Immutable. It is
/// forgotten after an hour, since nothing would ever be sent that could learn of a larger one.
///
/// @param tokens the most, in and out together
/// @param untilNanos when it is forgotten
record LargestCall(long tokens, long untilNanos) {
    private static final long MEMORY_NANOS = Duration.ofHours(1).toNanos();

    /// @param limitTokens the most that the provider named; 0 where it only said that this call is
    ///     too large
    static LargestCall after(Demand refused, long limitTokens, long nowNanos) {
        long most = limitTokens > 0 ? limitTokens : Math.max(0, refused.totalTokens() - 1);
        return new LargestCall(most, nowNanos + MEMORY_NANOS);
    }

    boolean isRemembered(long nowNanos) {
        return untilNanos - nowNanos > 0;
    }

    boolean excludes(Demand demand, long nowNanos) {
        return demand.totalTokens() > tokens && isRemembered(nowNanos);
    }

    QuotaState state(Target target, long nowNanos) {
        LimitKey key = LimitKey.of(LimitScope.ACCOUNT_MODEL, target.account(), target.model());
        return new QuotaState(
                key, Unit.TOKENS, Window.UNSPECIFIED, tokens, tokens, untilNanos - nowNanos, QuotaState.Source.TOLD);
    }
}

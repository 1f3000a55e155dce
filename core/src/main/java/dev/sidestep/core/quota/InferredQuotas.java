package dev.sidestep.core.quota;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The limits of one key that nobody tells: what goes through in a minute is always counted, what
/// goes through in a second from the first refusal on that names that window.
///
/// Not thread-safe: [Quotas] guards it. The limits in it are.
final class InferredQuotas {
    private final LimitKey key;
    private final SlidingMeter lastMinute;
    private final Quota perMinute;
    private @Nullable Quota perSecond;

    InferredQuotas(LimitKey key, long nowNanos) {
        this.key = key;
        this.lastMinute = meter(Window.MINUTE, nowNanos);
        this.perMinute = Quota.inferred(key, Window.MINUTE, lastMinute);
    }

    private static SlidingMeter meter(Window window, long nowNanos) {
        return new SlidingMeter(Spans.nanos(window), Quota.NONE, nowNanos);
    }

    List<Quota> all() {
        return perSecond == null ? List.of(perMinute) : List.of(perMinute, perSecond);
    }

    /// A request was refused that is no longer counted.
    ///
    /// @param window the limit's, a second or a minute
    /// @return true where there is more to ask or to count than before
    boolean refused(Window window, long nowNanos) {
        if (window != Window.SECOND) {
            return perMinute.refused(perMinute.meter().used(nowNanos), nowNanos);
        }
        Quota known = perSecond;
        if (known != null) {
            return known.refused(known.meter().used(nowNanos), nowNanos);
        }
        perSecond = Quota.inferred(key, Window.SECOND, meter(Window.SECOND, nowNanos));
        perSecond.refused(lastMinute.usedWithin(Spans.nanos(Window.SECOND), nowNanos), nowNanos);
        return true;
    }
}

package dev.sidestep.core.quota;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every limit that can hold a target back, found once and read at each call. Immutable; the meters
/// in it are shared with the other targets that they hold back.
final class TargetQuotas {
    private final Target target;
    private final Quota[] quotas;
    /// Those of them that have a limit, or had one; the others are only counted.
    private final Quota[] limited;
    private final boolean reservesOutput;
    private final @Nullable LargestCall largest;

    TargetQuotas(Target target, List<Quota> quotas, @Nullable LargestCall largest) {
        this.target = target;
        this.quotas = quotas.toArray(Quota[]::new);
        this.limited = quotas.stream().filter(quota -> !quota.isUnlimited()).toArray(Quota[]::new);
        this.reservesOutput = target.account().provider().counting().reservesOutput();
        this.largest = largest;
    }

    boolean isOf(Target other) {
        return target == other;
    }

    Target target() {
        return target;
    }

    boolean reservesOutput() {
        return reservesOutput;
    }

    int count() {
        return quotas.length;
    }

    Quota quota(int index) {
        return quotas[index];
    }

    /// The place among the amounts of the limit that is told of; -1 where it is none of these.
    int indexOf(QuotaReport report) {
        for (int i = 0; i < quotas.length; i++) {
            if (isOf(report, quotas[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isOf(QuotaReport report, Quota quota) {
        return !quota.isInferred()
                && quota.key().scope() == report.scope()
                && quota.isOf(report.unit(), report.window());
    }

    /// The limit of a key, if it is one of these.
    Optional<Quota> find(LimitKey key, Unit unit, Window window) {
        return Arrays.stream(quotas)
                .filter(each -> !each.isInferred())
                .filter(each -> each.key().equals(key) && each.isOf(unit, window))
                .findFirst();
    }

    /// A call was denied what it needs.
    void denied(Demand demand, long nowNanos) {
        for (Quota quota : limited) {
            quota.denied(quota.amount(demand, reservesOutput), nowNanos);
        }
    }

    List<QuotaCount> counts(long nowNanos) {
        return Arrays.stream(quotas)
                .flatMap(each -> each.count(nowNanos).stream())
                .toList();
    }

    /// True where somebody told a limit of this window.
    boolean isTold(Window window) {
        return Arrays.stream(quotas)
                .anyMatch(each -> !each.isInferred() && !each.isUnlimited() && each.window() == window);
    }

    Room room(Demand demand, long nowNanos) {
        if (largest != null && largest.excludes(demand, nowNanos)) {
            return new Room.Never(largest.state(target, nowNanos));
        }
        long longest = 0;
        Quota fullest = null;
        for (Quota quota : limited) {
            long wait = quota.waitNanos(quota.amount(demand, reservesOutput), nowNanos);
            if (wait == Meter.NEVER) {
                return new Room.Never(quota.state(nowNanos));
            }
            if (wait > longest) {
                longest = wait;
                fullest = quota;
            }
        }
        return fullest == null ? Room.Fits.NOW : new Room.Later(fullest.state(nowNanos), nowNanos + longest);
    }

    long turnNanos(Demand demand, long callsAhead, long tokensAhead, long nowNanos) {
        long longest = 0;
        for (Quota quota : limited) {
            long ahead = quota.amountAhead(callsAhead, tokensAhead);
            longest = Math.max(longest, quota.waitNanos(quota.amount(demand, reservesOutput), ahead, nowNanos));
        }
        return nowNanos + longest;
    }

    long costNanos(Demand demand) {
        long longest = 0;
        for (Quota quota : limited) {
            longest = Math.max(longest, quota.costNanos(quota.amount(demand, reservesOutput)));
        }
        return longest;
    }

    /// What a call takes of each limit.
    long[] amounts(Demand demand) {
        long[] amounts = new long[quotas.length];
        for (int i = 0; i < quotas.length; i++) {
            amounts[i] = quotas[i].amount(demand, reservesOutput);
        }
        return amounts;
    }

    /// Takes from every limit, or from none.
    boolean take(long[] amounts, long nowNanos) {
        for (int i = 0; i < quotas.length; i++) {
            if (!quotas[i].take(amounts[i], nowNanos)) {
                for (int taken = 0; taken < i; taken++) {
                    quotas[taken].close(amounts[taken], 0, nowNanos, nowNanos);
                }
                return false;
            }
        }
        return true;
    }

    List<QuotaState> states(long nowNanos) {
        return Arrays.stream(quotas)
                .filter(each -> !each.isUnlimited())
                .map(each -> each.state(nowNanos))
                .toList();
    }
}

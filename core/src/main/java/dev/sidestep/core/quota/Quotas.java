package dev.sidestep.core.quota;

import dev.sidestep.core.Account;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Refill;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is left of every target's limits: asked before an attempt, told after it.
///
/// The limits come from the configuration and from what providers tell; the smaller one counts. How
/// large a call is, [Estimates] knows; what was taken and what is left, this does.
///
/// Thread-safe. A question takes no lock; a reservation changes one immutable state per limit. What
/// limits there are is guarded by `lock`, and changes with a reload, a clearing, or the first word
/// of a limit. Times are the ticker's nanoseconds, passed in by the caller.
public final class Quotas {
    /// No provider tells more limits of one model; a confused one shall not fill the memory.
    private static final int MOST_PER_KEY = 12;
    /// Far more than anybody configures: what bounds keys that only callers name.
    private static final int MOST_KEYS = 20_000;
    /// Targets beyond this one are looked up anew each time.
    private static final int MOST_CACHED = 65_536;
    private static final TargetQuotas[] NOTHING_CACHED = {};

    private final WindowEnds ends;
    private final Object lock = new Object();
    private final AtomicLong open = new AtomicLong();
    private final Uses uses = new Uses();
    private Turns turns = Turns.ALONE;
    private long sharedAtNanos;
    private Map<LimitKey, List<QuotaLimit>> configured = Map.of();
    private final Map<LimitKey, List<Quota>> known = new HashMap<>();
    private final Map<LimitKey, InferredQuotas> inferred = new HashMap<>();
    /// Keys whose refill is the configured one; the others may have been loaded anew.
    private final Set<LimitKey> checked = new HashSet<>();

    private final Map<Target, LargestCall> largest = new HashMap<>();
    /// By ordinal. Replaced as a whole when there are other limits than before; until then only
    /// filled, under the lock, with immutable values, which a reader sees whole or not at all.
    private volatile @Nullable TargetQuotas[] cached = NOTHING_CACHED;

    /// Quotas with no limits yet.
    public Quotas(WindowEnds ends) {
        this.ends = ends;
    }

    /// Replaces what was configured. What was used and learned stays where the key stays.
    public void configure(Map<LimitKey, List<QuotaLimit>> limits) {
        Map<LimitKey, List<QuotaLimit>> copy = new HashMap<>();
        limits.forEach((key, list) -> copy.put(key, List.copyOf(list)));
        synchronized (lock) {
            configured = copy;
            checked.clear();
            cached = NOTHING_CACHED;
        }
    }

    /// Whether the target has room for a call. Nothing is allocated where it has.
    public Room room(Target target, Demand demand, long nowNanos) {
        return held(target, nowNanos).room(demand, nowNanos);
    }

    /// When a call fits after others that wait for the same target. To be asked only where [#room]
    /// says that it ever will.
    ///
    /// @param callsAhead how many come first
    /// @param tokensAhead what they need together
    public long turnNanos(Target target, Demand demand, long callsAhead, long tokensAhead, long nowNanos) {
        return held(target, nowNanos).turnNanos(demand, callsAhead, tokensAhead, nowNanos);
    }

    /// How long the target's limits take to give back what a call needs: what it costs there.
    public long costNanos(Target target, Demand demand, long nowNanos) {
        return held(target, nowNanos).costNanos(demand);
    }

    /// Takes what a call needs from every limit of the target, or from none of them; whatever the
    /// threads, no limit is exceeded.
    ///
    /// @return what the attempt holds, to be closed by it; empty where there is no room
    public Optional<Reservation> reserve(Target target, Demand demand, long nowNanos) {
        TargetQuotas held = held(target, nowNanos);
        if (!(held.room(demand, nowNanos) instanceof Room.Fits)) {
            held.denied(demand, nowNanos);
            return Optional.empty();
        }
        long[] amounts = held.amounts(demand);
        if (!held.take(amounts, nowNanos)) {
            held.denied(demand, nowNanos);
            return Optional.empty();
        }
        open.incrementAndGet();
        return Optional.of(new Reservation(this, held, demand, amounts, nowNanos));
    }

    /// How many reservations are neither settled nor refunded nor kept.
    public long openReservations() {
        return open.get();
    }

    void closed() {
        open.decrementAndGet();
    }

    /// Takes over what a provider told that counts none of the target's open reservations: with a
    /// refusal, after its refund. A limit that nobody knew before is known from now on.
    ///
    /// Where nothing is under way against a limit, the provider's count replaces ours; else the
    /// larger one counts.
    public void learn(Target target, QuotaReport report, long nowNanos) {
        TargetQuotas held = held(target, nowNanos);
        int index = held.indexOf(report);
        LimitKey key = LimitKey.of(report.scope(), target.account(), target.model());
        Optional<Quota> quota = index < 0 ? add(target, key, report, nowNanos) : Optional.of(held.quota(index));
        quota.ifPresent(told -> told.learn(report, 0, nowNanos));
    }

    private Optional<Quota> add(Target target, LimitKey key, QuotaReport report, long nowNanos) {
        return report.limit() < 1 ? Optional.empty() : add(target, key, report.unit(), report.window(), nowNanos);
    }

    /// Takes over what counted of a limit when it was saved, or counts at another node. Of two counts the larger one
    /// counts; a limit that a provider told is known from now on.
    ///
    /// @param target one that the limit holds back
    public void remember(Target target, QuotaCount saved, long nowNanos) {
        Optional<Quota> found = held(target, nowNanos).find(saved.key(), saved.unit(), saved.window());
        if (found.isEmpty() && saved.source() == QuotaState.Source.TOLD) {
            found = add(target, saved.key(), saved.unit(), saved.window(), nowNanos);
        }
        found.ifPresent(quota -> quota.remember(saved, nowNanos));
    }

    /// What counts of every limit of the target that somebody told; what is only inferred is left out.
    public List<QuotaCount> counts(Target target, long nowNanos) {
        return held(target, nowNanos).counts(nowNanos);
    }

    /// Another node used so much more of a limit. Ignored where the limit is not known here.
    ///
    /// @param target one that the limit holds back
    /// @param amount negative where it gave back, 0 where it wants some and got none
    public void usedElsewhere(Target target, LimitKey key, Unit unit, Window window, long amount, long nowNanos) {
        held(target, nowNanos).find(key, unit, window).ifPresent(quota -> quota.usedElsewhere(amount, nowNanos));
    }

    /// Hands out what was used here since this was last asked. For one asker.
    public void takeUses(UseTaker taker, long nowNanos) {
        uses.take(taker, nowNanos);
    }

    /// Sets what is told, on the thread that uses a limit and at most once between two [#takeUses], that there is
    /// something to take. It must be quick and must not block.
    public void onUse(Runnable wake) {
        uses.onUse(wake);
    }

    /// Sets in whose turns limits are shared from now on.
    public void share(Turns others, long nowNanos) {
        synchronized (lock) {
            boolean isStrange = !others.isConnected() || others.nodes() < turns.nodes();
            sharedAtNanos = others.isAmongSame(turns) ? sharedAtNanos : nowNanos;
            turns = others;
            uses.tellAgain();
            for (List<Quota> quotas : known.values()) {
                quotas.forEach(quota -> quota.share(others, uses, sharedAtNanos, nowNanos));
                if (isStrange) {
                    quotas.forEach(Quota::forgetElsewhere);
                }
            }
        }
    }

    private Optional<Quota> add(Target target, LimitKey key, Unit unit, Window window, long nowNanos) {
        if ((unit == Unit.CONCURRENT) != (window == Window.UNSPECIFIED)) {
            return Optional.empty();
        }
        synchronized (lock) {
            List<Quota> before = known.getOrDefault(key, List.of());
            Optional<Quota> found = find(before, unit, window);
            if (found.isPresent() || before.size() >= MOST_PER_KEY || known.size() >= MOST_KEYS) {
                return found;
            }
            Quota added = quota(key, unit, window, target.account(), nowNanos);
            List<Quota> after = new ArrayList<>(before);
            after.add(added);
            known.put(key, List.copyOf(after));
            cached = NOTHING_CACHED;
            return Optional.of(added);
        }
    }

    /// Takes over that a provider called a call too large for the target, which no wait cures: for
    /// an hour, calls as large get no room there.
    ///
    /// @param limitTokens the most it takes; 0 where it did not say
    public void learnTooLarge(Target target, Demand demand, long limitTokens, long nowNanos) {
        LargestCall told = LargestCall.after(demand, limitTokens, nowNanos);
        synchronized (lock) {
            largest.values().removeIf(each -> !each.isRemembered(nowNanos));
            LargestCall before = largest.get(target);
            if (before == null && largest.size() >= MOST_KEYS) {
                return;
            }
            boolean knewBetter = before != null && limitTokens == 0 && before.tokens() < told.tokens();
            largest.put(target, knewBetter && before != null ? before : told);
            cached = NOTHING_CACHED;
        }
    }

    /// Takes over that a provider refused a request without telling any numbers, and that the
    /// request has been refunded. Where nobody told a limit of that window either, one is inferred
    /// from what went through: per second or minute, since longer ones cannot be told from what was
    /// seen.
    ///
    /// @param window the limit's, as far as the provider named it
    public void refused(Target target, Window window, long nowNanos) {
        Window inferring = window == Window.UNSPECIFIED ? Window.MINUTE : window;
        TargetQuotas held = held(target, nowNanos);
        if (inferring != Window.SECOND && inferring != Window.MINUTE || held.isTold(inferring)) {
            return;
        }
        LimitKey key = LimitKey.of(LimitScope.MODEL, target.account(), target.model());
        synchronized (lock) {
            InferredQuotas counted = inferred.get(key);
            if (counted != null && counted.refused(inferring, nowNanos)) {
                cached = NOTHING_CACHED;
            }
        }
    }

    /// Forgets what was used and learned under the keys for which the question is answered with
    /// yes. What is under way stays counted as long as it is.
    public void clear(Predicate<LimitKey> condition) {
        synchronized (lock) {
            known.replaceAll((key, list) -> condition.test(key) ? withoutMemory(list) : list);
            inferred.keySet().removeIf(condition);
            largest.keySet().removeIf(target -> target.limitKeys().stream().anyMatch(condition));
            cached = NOTHING_CACHED;
        }
    }

    private static List<Quota> withoutMemory(List<Quota> quotas) {
        List<Quota> kept = new ArrayList<>();
        for (Quota quota : quotas) {
            if (quota.unit() == Unit.CONCURRENT) {
                quota.forgetWhatWasTold();
                kept.add(quota);
            } else {
                quota.forgotten();
            }
        }
        return List.copyOf(kept);
    }

    /// Every limit that is known to hold the target back, as it stands.
    public List<QuotaState> states(Target target, long nowNanos) {
        return held(target, nowNanos).states(nowNanos);
    }

    private TargetQuotas held(Target target, long nowNanos) {
        @Nullable TargetQuotas[] all = cached;
        if (target.ordinal() < all.length) {
            TargetQuotas found = all[target.ordinal()];
            if (found != null && found.isOf(target)) {
                return found;
            }
        }
        return find(target, nowNanos);
    }

    private TargetQuotas find(Target target, long nowNanos) {
        synchronized (lock) {
            List<Quota> quotas = new ArrayList<>();
            for (LimitKey key : target.limitKeys()) {
                quotas.addAll(quotas(key, target.account(), nowNanos));
            }
            quotas.addAll(inferred(target, nowNanos));
            TargetQuotas found = new TargetQuotas(target, quotas, largest.get(target));
            cache(found, target.ordinal());
            return found;
        }
    }

    private void cache(TargetQuotas found, int ordinal) {
        if (ordinal >= MOST_CACHED) {
            return;
        }
        if (ordinal >= cached.length) {
            cached = Arrays.copyOf(cached, Math.min(MOST_CACHED, Math.max(ordinal + 1, cached.length * 2)));
        }
        cached[ordinal] = found;
    }

    /// The limits of a key, as they are configured now.
    private List<Quota> quotas(LimitKey key, Account account, long nowNanos) {
        List<QuotaLimit> limits = configured.getOrDefault(key, List.of());
        List<Quota> before = known.getOrDefault(key, List.of());
        if (limits.isEmpty() && before.isEmpty()) {
            return List.of();
        }
        List<Quota> after = new ArrayList<>(before);
        for (QuotaLimit limit : limits) {
            if (find(after, limit.unit(), limit.window()).isEmpty()) {
                after.add(quota(key, limit.unit(), limit.window(), account, nowNanos));
            }
        }
        if (checked.add(key)) {
            after.replaceAll(quota -> withRefillOf(account, quota, nowNanos));
        }
        after.forEach(quota -> configure(quota, limits, nowNanos));
        after.removeIf(Quota::isUnlimited);
        known.put(key, List.copyOf(after));
        return after;
    }

    private static void configure(Quota quota, List<QuotaLimit> limits, long nowNanos) {
        long smallest = Quota.NONE;
        boolean isPaced = false;
        for (QuotaLimit limit : limits) {
            if (quota.isOf(limit.unit(), limit.window())) {
                smallest = Math.min(smallest, limit.limit());
                isPaced |= limit.isPaced();
            }
        }
        quota.configure(smallest, isPaced, nowNanos);
    }

    private Quota quota(LimitKey key, Unit unit, Window window, Account account, long nowNanos) {
        Refill refill = account.provider().counting().refill(window);
        Meter meter = Meter.of(unit, window, refill, Quota.NONE, ends, nowNanos);
        return shared(new Quota(key, unit, window, refill, meter), nowNanos);
    }

    private Quota shared(Quota quota, long nowNanos) {
        quota.share(turns, uses, sharedAtNanos, nowNanos);
        return quota;
    }

    /// How a provider counts is configured as well.
    private Quota withRefillOf(Account account, Quota quota, long nowNanos) {
        Refill refill = account.provider().counting().refill(quota.window());
        if (quota.unit() == Unit.CONCURRENT || quota.refill().equals(refill)) {
            return quota;
        }
        Meter meter =
                Meter.of(quota.unit(), quota.window(), refill, quota.meter().limit(), ends, nowNanos);
        return shared(quota.countedBy(meter, refill, nowNanos), nowNanos);
    }

    /// What is counted of a target whether somebody tells its limits or not.
    private List<Quota> inferred(Target target, long nowNanos) {
        LimitKey key = LimitKey.of(LimitScope.MODEL, target.account(), target.model());
        if (inferred.size() >= MOST_KEYS && !inferred.containsKey(key)) {
            return List.of();
        }
        return inferred.computeIfAbsent(key, _ -> new InferredQuotas(key, nowNanos))
                .all();
    }

    private static Optional<Quota> find(List<Quota> quotas, Unit unit, Window window) {
        return quotas.stream().filter(each -> each.isOf(unit, window)).findFirst();
    }
}

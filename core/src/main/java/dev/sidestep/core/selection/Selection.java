package dev.sidestep.core.selection;

import dev.sidestep.core.Account;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownEnds;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.cooldown.Cooldowns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The choice of targets for one call: which comes next, and why the others do not.
///
/// Not thread-safe: one call's.
public final class Selection {
    /// A log of more has no reader, and a selection among a thousand cooling targets stays cheap.
    private static final int MOST_SKIPS = 32;

    private final Targets targets;
    private final Course course;
    private final Needs needs;
    private final Cooldowns cooldowns;
    private final BitSet tried = new BitSet();
    private final BitSet ruledOut = new BitSet();
    private final Map<Account, Integer> triedPerAccount = new HashMap<>();
    private final Set<Account> left = new HashSet<>();
    private @Nullable Target current;
    private List<Skip> skipped = new ArrayList<>();

    public Selection(Targets targets, Course course, Needs needs, Cooldowns cooldowns) {
        this.targets = targets;
        this.course = course;
        this.needs = needs;
        this.cooldowns = cooldowns;
    }

    /// The next target to try, and marks it as tried. Empty when none is left that is neither
    /// cooling, nor unfit, nor tried already.
    public Optional<Target> select(long nowNanos) {
        Target next = switch (course) {
            case Course.Circular circular -> selectCircularly(circular.start(), nowNanos);
            case Course.Listed listed -> firstOpen(listed.targets(), 0, nowNanos);
        };
        if (next != null) {
            record(next);
        }
        return Optional.ofNullable(next);
    }

    /// Marks a target as the one being tried. A target that a call waited for comes here again.
    public void record(Target target) {
        current = target;
        if (!tried.get(target.ordinal())) {
            tried.set(target.ordinal());
            triedPerAccount.merge(target.account(), 1, Integer::sum);
        }
    }

    /// What was passed over since this was last asked: the first 32 of it.
    public List<Skip> takeSkipped() {
        List<Skip> taken = skipped;
        skipped = new ArrayList<>();
        return taken;
    }

    private @Nullable Target selectCircularly(Target start, long nowNanos) {
        Target from = current;
        if (from == null) {
            Target first = nextOfAccount(start.account(), start.ordinal(), nowNanos);
            return first != null ? first : nextOfSuccessors(start.account(), nowNanos);
        }
        Account account = from.account();
        Target next = left.contains(account) ? null : nextOfAccount(account, from.ordinal() + 1, nowNanos);
        return next != null ? next : nextOfSuccessors(account, nowNanos);
    }

    private @Nullable Target nextOfSuccessors(Account account, long nowNanos) {
        left.add(account);
        for (Account successor : targets.successors(account)) {
            if (left.contains(successor)) {
                continue;
            }
            Target next = nextOfAccount(successor, 0, nowNanos);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    /// The first open target of the account from this ordinal on, then from its first one up to it.
    private @Nullable Target nextOfAccount(Account account, int fromOrdinal, long nowNanos) {
        List<Target> own = targets.of(account);
        int from = own.isEmpty() ? 0 : Math.max(0, fromOrdinal - own.getFirst().ordinal());
        return firstOpen(own, from, nowNanos);
    }

    private @Nullable Target firstOpen(List<Target> ring, int from, long nowNanos) {
        CooldownEnds ends = cooldowns.ends(targets.all(), nowNanos);
        int size = ring.size();
        for (int step = 0; step < size; step++) {
            int at = from + step;
            Target target = ring.get(at < size ? at : at - size);
            if (tried.get(target.ordinal())) {
                continue;
            }
            if (!ends.isCooling(target, nowNanos)
                    && !isSpent(target.account())
                    && Fitness.fits(needs, target.model())) {
                return target;
            }
            if (skipped.size() < MOST_SKIPS) {
                skip(target, nowNanos).ifPresent(skipped::add);
            }
        }
        return null;
    }

    /// Why each target of the course that was not tried would be passed over at this moment.
    public List<Skip> skips(long nowNanos) {
        return courseTargets().stream()
                .filter(target -> !tried.get(target.ordinal()))
                .flatMap(target -> skip(target, nowNanos).stream())
                .toList();
    }

    private Optional<Skip> skip(Target target, long nowNanos) {
        if (isSpent(target.account())) {
            return Optional.of(new Skip.AccountSpent(target));
        }
        if (!Fitness.fits(needs, target.model())) {
            return Optional.of(new Skip.Unfit(target, Fitness.misfits(needs, target.model())));
        }
        return cooldowns
                .ends(targets.all(), nowNanos)
                .blocking(target, nowNanos)
                .map(cooldown -> new Skip.Cooling(target, cooldown));
    }

    private boolean isSpent(Account account) {
        return triedPerAccount.getOrDefault(account, 0) >= account.attemptsPerCall();
    }

    /// A target and the moment at which it will be free.
    public record Reset(Target target, long atNanos) {}

    /// Marks a target as one that this call can never be served by, whatever its cooldowns.
    public void ruleOut(Target target) {
        ruledOut.set(target.ordinal());
    }

    /// The target of this call's course that is free the soonest, among those that can serve the
    /// call and whose account may still be asked.
    public Optional<Reset> soonestReset(long nowNanos) {
        return soonest(target -> tried.get(target.ordinal()) || !isSpent(target.account()), nowNanos);
    }

    /// The target that is free the soonest for a call like this one that begins anew.
    public Optional<Reset> soonestForAnotherCall(long nowNanos) {
        return soonest(_ -> true, nowNanos);
    }

    private Optional<Reset> soonest(Predicate<Target> among, long nowNanos) {
        Reset soonest = null;
        for (Target target : courseTargets()) {
            Reset reset = among.test(target) ? reset(target, nowNanos) : null;
            if (reset != null && (soonest == null || reset.atNanos() - soonest.atNanos() < 0)) {
                soonest = reset;
            }
        }
        return Optional.ofNullable(soonest);
    }

    /// When the target can be asked (again), or null where time does not help: it is unfit or ruled
    /// out, its cooldown is not one that time cures, or it failed in this call and is not cooling.
    private @Nullable Reset reset(Target target, long nowNanos) {
        if (ruledOut.get(target.ordinal()) || !Fitness.fits(needs, target.model())) {
            return null;
        }
        Optional<Cooldown> blocking = cooldowns.blocking(target, nowNanos);
        if (blocking.isPresent()) {
            Cooldown cooldown = blocking.get();
            return cooldown.kind().isCuredByTime() ? new Reset(target, cooldown.untilNanos()) : null;
        }
        return tried.get(target.ordinal()) ? null : new Reset(target, nowNanos);
    }

    /// What stands between the call and its targets at this moment.
    public Obstacles obstacles(long nowNanos) {
        Set<CooldownKind> kinds = EnumSet.noneOf(CooldownKind.class);
        boolean anyFits = false;
        boolean anyWithFeatures = false;
        for (Target target : courseTargets()) {
            anyWithFeatures |= target.model().features().containsAll(needs.features());
            if (Fitness.fits(needs, target.model())) {
                anyFits = true;
                cooldowns.blocking(target, nowNanos).ifPresent(cooldown -> kinds.add(cooldown.kind()));
            }
        }
        return new Obstacles(kinds, anyFits, anyWithFeatures);
    }

    /// What stands between a call and its targets.
    ///
    /// @param kinds of the cooldowns that hold fit targets back
    /// @param anyFits whether any target can serve the call at all
    /// @param anyWithFeatures whether any target could, if only its window were large enough
    public record Obstacles(Set<CooldownKind> kinds, boolean anyFits, boolean anyWithFeatures) {
        public Obstacles {
            kinds = Set.copyOf(kinds);
        }
    }

    /// Every target that this call could ever reach.
    private List<Target> courseTargets() {
        return switch (course) {
            case Course.Circular _ -> targets.all();
            case Course.Listed listed -> listed.targets();
        };
    }
}

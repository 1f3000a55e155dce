package dev.sidestep.core.selection;

import dev.sidestep.core.Account;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Access;
import dev.sidestep.core.cooldown.CooldownEnds;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.queue.Standing;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
    private final Knowledge known;
    private final Availability availability;
    private final BitSet tried = new BitSet();
    private final BitSet ruledOut = new BitSet();
    private final Map<Account, Integer> triedPerAccount = new HashMap<>();
    private final Set<Account> left = new HashSet<>();
    private @Nullable Target current;
    private @Nullable Target preferred;
    private @Nullable Target aside;
    private boolean hasProbed;
    private boolean hasTriedUnhealthy;
    private List<Skip> skipped = new ArrayList<>();

    /// @param standing the call's place among those that wait
    public Selection(Targets targets, Course course, Needs needs, Standing standing, Knowledge known) {
        this.targets = targets;
        this.course = course;
        this.needs = needs;
        this.known = known;
        this.availability = new Availability(targets, needs, standing, known);
    }

    /// Has this target tried before all others, if it is on the call's way; it changes nothing else of it.
    public Selection prefer(Target target) {
        preferred = courseTargets().contains(target) ? target : null;
        return this;
    }

    /// What the call needs.
    public Needs needs() {
        return needs;
    }

    /// What is known of targets.
    public Knowledge known() {
        return known;
    }

    /// The next target to try, with the right to send to it, and marks it as tried. Empty when none
    /// is left that is open to this call and was not tried already. Where all are in ill health, the one
    /// that rests the shortest is tried, once in a call and as far as the budget for such attempts reaches.
    public Optional<Grant> select(long nowNanos) {
        Grant next = nextHealthy(nowNanos);
        if (next == null) {
            next = nextUnhealthy(nowNanos);
            hasTriedUnhealthy |= next != null;
            if (next != null && !known.retryBudget().reserve(nowNanos)) {
                withdraw(next, nowNanos);
                next = null;
            }
        }
        return begun(Optional.ofNullable(next), nowNanos);
    }

    /// The target that [#select] would answer with, were nothing taken from anything, and marks it as tried.
    public Optional<Target> plan(long nowNanos) {
        Grant healthy = nextHealthy(nowNanos);
        Optional<Grant> next = Optional.ofNullable(healthy == null ? nextUnhealthy(nowNanos) : healthy);
        recorded(next).ifPresent(grant -> withdraw(grant, nowNanos));
        return next.map(Grant::target);
    }

    private void withdraw(Grant grant, long nowNanos) {
        grant.reservation().refund(nowNanos);
        known.cooldowns().withdrawn(grant.pass());
    }

    private @Nullable Grant nextHealthy(long nowNanos) {
        if (preferred != null) {
            aside = preferred;
            Optional<Grant> grant = availability.take(preferred, access(), nowNanos);
            preferred = null;
            if (grant.isPresent()) {
                return grant.get();
            }
        }
        return switch (course) {
            case Course.Circular circular -> selectCircularly(circular.start(), nowNanos);
            case Course.Listed listed -> firstOpen(listed.targets(), 0, access(), nowNanos);
        };
    }

    private @Nullable Grant nextUnhealthy(long nowNanos) {
        if (hasTriedUnhealthy || !availability.hasIllHealth(nowNanos)) {
            return null;
        }
        return soonest(target -> isUnhealthy(target, nowNanos), nowNanos)
                .flatMap(next -> availability.take(next.target(), Access.LAST_RESORT, nowNanos))
                .orElse(null);
    }

    private boolean isUnhealthy(Target target, long nowNanos) {
        return !tried.get(target.ordinal())
                && !isSpent(target.account())
                && known.cooldowns().isInIllHealth(target, nowNanos);
    }

    /// The right to send to a target, if it is open and nobody waits for it.
    public Optional<Grant> takeAhead(Target target, long nowNanos) {
        return begun(availability.take(target, access(), nowNanos), nowNanos);
    }

    /// The right to send to a target that the call has waited for; empty where it is not open (any more).
    public Optional<Grant> takeInTurn(Target target, long nowNanos) {
        return begun(availability.takeInTurn(target, access(), nowNanos), nowNanos);
    }

    private Optional<Grant> begun(Optional<Grant> grant, long nowNanos) {
        grant.ifPresent(each -> known.cooldowns().tries(each.pass(), nowNanos));
        return recorded(grant);
    }

    private Optional<Grant> recorded(Optional<Grant> grant) {
        grant.ifPresent(each -> {
            record(each.target());
            hasProbed |= each.pass().isProbe();
        });
        return grant;
    }

    private Access access() {
        return hasProbed ? Access.WITHOUT_PROBES : Access.USUAL;
    }

    /// Marks a target as the one being tried. A target that the call waited for comes here again.
    private void record(Target target) {
        // The way through the targets begins where it always does, not at the one that was tried before it.
        current = aside != null && aside.equals(target) ? current : target;
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

    private @Nullable Grant selectCircularly(Target start, long nowNanos) {
        Target from = current;
        if (from == null) {
            Grant first = nextOfAccount(start.account(), start.ordinal(), nowNanos);
            return first != null ? first : nextOfSuccessors(start.account(), nowNanos);
        }
        Account account = from.account();
        Grant next = left.contains(account) ? null : nextOfAccount(account, from.ordinal() + 1, nowNanos);
        return next != null ? next : nextOfSuccessors(account, nowNanos);
    }

    private @Nullable Grant nextOfSuccessors(Account account, long nowNanos) {
        left.add(account);
        for (Account successor : targets.successors(account)) {
            if (left.contains(successor)) {
                continue;
            }
            Grant next = nextOfAccount(successor, 0, nowNanos);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    /// The first open target of the account from this ordinal on, then from its first one up to it.
    private @Nullable Grant nextOfAccount(Account account, int fromOrdinal, long nowNanos) {
        List<Target> own = targets.of(account);
        int from = own.isEmpty() ? 0 : Math.max(0, fromOrdinal - own.getFirst().ordinal());
        return firstOpen(own, from, access(), nowNanos);
    }

    private @Nullable Grant firstOpen(List<Target> ring, int from, Access access, long nowNanos) {
        CooldownEnds ends = availability.ends(nowNanos);
        int size = ring.size();
        for (int step = 0; step < size; step++) {
            int at = from + step;
            Target target = ring.get(at < size ? at : at - size);
            if (tried.get(target.ordinal())) {
                continue;
            }
            boolean isOut = ends.isClosed(target, access, nowNanos) || isSpent(target.account());
            Optional<Grant> grant = isOut ? Optional.empty() : availability.take(target, access, nowNanos);
            if (grant.isPresent()) {
                return grant.get();
            }
            if (skipped.size() < MOST_SKIPS) {
                skip(target, access, nowNanos).ifPresent(skipped::add);
            }
        }
        return null;
    }

    /// Why each target of the course that was not tried would be passed over at this moment.
    public List<Skip> skips(long nowNanos) {
        return obstructed(nowNanos).toList();
    }

    /// The first 32 of [#skips].
    public List<Skip> firstSkips(long nowNanos) {
        return obstructed(nowNanos).limit(MOST_SKIPS).toList();
    }

    private Stream<Skip> obstructed(long nowNanos) {
        return courseTargets().stream()
                .filter(target -> !tried.get(target.ordinal()))
                .flatMap(target -> skip(target, access(), nowNanos).stream());
    }

    private Optional<Skip> skip(Target target, Access access, long nowNanos) {
        return isSpent(target.account())
                ? Optional.of(new Skip.AccountSpent(target))
                : availability.obstacle(target, access, nowNanos);
    }

    private boolean isSpent(Account account) {
        return triedPerAccount.getOrDefault(account, 0) >= account.attemptsPerCall();
    }

    /// Marks a target as one that this call can never be served by, whatever its cooldowns.
    public void ruleOut(Target target) {
        ruledOut.set(target.ordinal());
    }

    /// The targets of this call's course that may be waited for: those that can serve the call, and
    /// whose account may still be asked.
    public List<Reset> resets(long nowNanos) {
        return resets(target -> mayComeBack(target, nowNanos), nowNanos).toList();
    }

    /// What failed in this call and is in ill health is not asked a second time.
    private boolean mayComeBack(Target target, long nowNanos) {
        return tried.get(target.ordinal())
                ? !known.cooldowns().isInIllHealth(target, nowNanos)
                : !isSpent(target.account());
    }

    /// The target that is free the soonest for a call like this one that begins anew.
    public Optional<Reset> soonestForAnotherCall(long nowNanos) {
        return soonest(_ -> true, nowNanos);
    }

    private Optional<Reset> soonest(Predicate<Target> among, long nowNanos) {
        return resets(among, nowNanos).min(Comparator.comparingLong(reset -> reset.atNanos() - nowNanos));
    }

    private Stream<Reset> resets(Predicate<Target> among, long nowNanos) {
        return courseTargets().stream()
                .filter(target -> !ruledOut.get(target.ordinal()))
                .filter(among)
                .flatMap(target -> availability.reset(target, nowNanos).stream())
                .filter(reset -> !hasFailedThere(reset, nowNanos));
    }

    /// What failed in this call and is free does not get better by waiting.
    private boolean hasFailedThere(Reset reset, long nowNanos) {
        return tried.get(reset.target().ordinal()) && reset.atNanos() - nowNanos <= 0;
    }

    /// When the target can be asked again; empty where time does not help.
    public OptionalLong freeAtNanos(Target target, long nowNanos) {
        return availability.freeAtNanos(target, nowNanos);
    }

    /// What stands between the call and its targets at this moment.
    public Obstacles obstacles(long nowNanos) {
        Set<CooldownKind> kinds = EnumSet.noneOf(CooldownKind.class);
        boolean anyFits = false;
        boolean anyWithFeatures = false;
        for (Target target : courseTargets()) {
            anyWithFeatures |= target.model().features().containsAll(needs.features());
            Optional<Skip> obstacle = availability.obstacle(target, Access.WITHOUT_PROBES, nowNanos);
            anyFits |= obstacle.isEmpty();
            switch (obstacle.orElse(null)) {
                case Skip.Cooling(var _, var cooldown) -> kinds.add(cooldown.kind());
                case Skip.NoRoom _, Skip.Queued _ -> kinds.add(CooldownKind.RATE_LIMIT);
                case Skip.TooLarge _, Skip.Unfit _, Skip.AccountSpent _ -> {}
                case null -> {}
            }
        }
        return new Obstacles(kinds, anyFits || !kinds.isEmpty(), anyWithFeatures);
    }

    /// What stands between a call and its targets.
    ///
    /// @param kinds of the cooldowns that hold fit targets back; a quota without room is a limit
    /// @param anyFits whether any target can serve the call at all
    /// @param anyWithFeatures whether any target could, if only its window or limit were large enough
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

package dev.sidestep.core.cooldown;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Pass.Grip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The cooldowns, by what they hold back, through their whole life: while one runs it is the
/// target's answer to every call, but for a probe now and then where it is long; at its end a single
/// request tries, then ever more, until the target counts as well again.
///
/// Thread-safe: a lookup takes no lock, a change replaces one immutable list. Bounded, since every
/// key is made of configured names and holds at most one record per window and kind. Times are the
/// ticker's nanoseconds, passed in by the caller.
public final class Cooldowns {
    private final ConcurrentMap<LimitKey, List<Life>> lives = new ConcurrentHashMap<>();
    /// Counts the changes; raised after each one.
    private final AtomicLong version = new AtomicLong();
    private volatile @Nullable CooldownEnds ends;
    private volatile Precedence precedence = Precedence.ALONE;
    private volatile Consumer<CooldownChange> listener = _ -> {};

    /// Sets who is told, on the thread that makes it, of each change that this node finds out by itself. It must be
    /// quick and must not block.
    public void listen(Consumer<CooldownChange> told) {
        listener = told;
    }

    /// Sets among how many nodes the tries are divided from now on: each cooldown's first one is made by one of them.
    ///
    /// @param nodes how many hear of each other's tries, this one among them; at least 1
    /// @param place this one's place among them, from 0
    public void share(int nodes, int place) {
        precedence = new Precedence(nodes, place);
    }

    /// Starts a cooldown that is known already, or lets the one of the same key, window and kind
    /// grow. It never shortens one, and never touches one of another window, kind or scope.
    ///
    /// @return the record that is now in force
    public Cooldown cool(Cooldown cooldown, long nowNanos) {
        Term term = Term.fixed(cooldown.untilNanos() - nowNanos);
        Refusal refusal = new Refusal(
                cooldown.key(), cooldown.window(), cooldown.kind(), cooldown.target(), term, cooldown.reason());
        return change(refusal, known -> known.grownBy(refusal, nowNanos), nowNanos);
    }

    /// Starts a cooldown because an attempt was refused. Refusals of attempts that were under way
    /// when it began are the same event; one of an attempt that tried whether it was over, or was
    /// sent after its end, makes it longer than the last time.
    ///
    /// @param pass the attempt's, which is given back
    /// @param sentAtNanos when the attempt was sent
    /// @return the record that is now in force
    public Cooldown cool(Refusal refusal, Pass pass, long sentAtNanos, long nowNanos) {
        List<Grip> grips = pass.take();
        Cooldown inForce = change(
                refusal,
                known -> isRelapse(known, refusal, grips, sentAtNanos)
                        ? known.relapsed(refusal, nowNanos)
                        : known.grownBy(refusal, nowNanos),
                nowNanos);
        release(grips.stream().filter(grip -> !isOf(grip.of(), inForce)).toList(), nowNanos);
        return inForce;
    }

    private static boolean isRelapse(Life known, Refusal refusal, List<Grip> grips, long sentAtNanos) {
        // A last resort says nothing of whether its rest is long enough: it was not over.
        boolean wasProbe = refusal.kind().isProbed()
                && grips.stream().anyMatch(grip -> grip.of().key().equals(refusal.key()) && isSame(grip, known));
        return wasProbe || sentAtNanos - known.cooldown().untilNanos() >= 0;
    }

    private static boolean isOf(Cooldown cooldown, Cooldown other) {
        return cooldown.key().equals(other.key()) && cooldown.isSameRecord(other.window(), other.kind());
    }

    /// False where the cooldown began anew since the attempt was let through.
    private static boolean isSame(Grip grip, Life life) {
        return life.cooldown().isSameRecord(grip.of().window(), grip.of().kind())
                && grip.of().startedNanos() == life.cooldown().startedNanos();
    }

    private Cooldown change(Refusal refusal, UnaryOperator<Life> grow, long nowNanos) {
        Cooldown first = refusal.cooldown(0, nowNanos);
        AtomicBoolean isNews = new AtomicBoolean();
        Life after = change(first, nowNanos, known -> {
            Life changed = known == null ? Life.begin(first, 0, nowNanos) : grow.apply(known);
            isNews.set(known == null || changed.isHarderThan(known));
            return changed;
        });
        if (isNews.get()) {
            tell(new CooldownChange.Cooled(after.cooldown(), after.level(), nowNanos));
        }
        return after.cooldown();
    }

    /// Replaces what is known of the same record, and forgets on the way what is forgotten.
    private Life change(Cooldown same, long nowNanos, Function<@Nullable Life, Life> change) {
        List<Life> after = lives.compute(same.key(), (_, before) -> {
            List<Life> changed = new ArrayList<>();
            Life known = null;
            for (Life life : before == null ? List.<Life>of() : before) {
                if (isOf(life.cooldown(), same)) {
                    known = life;
                } else if (!life.isForgotten(nowNanos)) {
                    changed.add(life);
                }
            }
            changed.add(change.apply(known));
            return List.copyOf(changed);
        });
        version.incrementAndGet();
        return after.getLast();
    }

    /// What other nodes and later processes know nothing about is not told.
    private void tell(CooldownChange change) {
        if (change.cooldown().kind().isShared()) {
            listener.accept(change);
        }
    }

    /// Takes over a cooldown that another node or an earlier process found out. It never makes one shorter or softer.
    public void join(Cooldown cooldown, int level, long nowNanos) {
        change(
                cooldown,
                nowNanos,
                known -> known == null
                        ? Life.begin(cooldown, level, nowNanos)
                        : known.joined(cooldown, level, nowNanos));
    }

    /// Another node tries whether it is over.
    public void triedElsewhere(LimitKey key, Window window, CooldownKind kind, long nowNanos) {
        update(key, isRecord(window, kind), life -> life.triedElsewhere(nowNanos));
    }

    /// Another node's attempt was answered: what it tried is over, or a step nearer to it.
    public void succeededElsewhere(LimitKey key, Window window, CooldownKind kind, long nowNanos) {
        update(key, isRecord(window, kind), life -> life.succeededElsewhere(nowNanos));
    }

    /// Another node's attempt came to nothing that says anything about a limit.
    public void releasedElsewhere(LimitKey key, Window window, CooldownKind kind, long nowNanos) {
        update(key, isRecord(window, kind), life -> life.releasedElsewhere(nowNanos));
    }

    private static Predicate<Life> isRecord(Window window, CooldownKind kind) {
        return life -> life.cooldown().isSameRecord(window, kind);
    }

    /// Lets an attempt through to the target, if nothing holds it back: empty where something does.
    ///
    /// @param access how much stands in its way
    public Optional<Pass> enter(Target target, Access access, long nowNanos) {
        if (lives.isEmpty()) {
            return Pass.FREELY;
        }
        List<Grip> grips = new ArrayList<>(1);
        for (LimitKey key : target.limitKeys()) {
            for (Life life : of(key)) {
                Grip grip = new Grip(life.cooldown());
                if (!enter(grip, access, nowNanos)) {
                    withdrawn(new Pass(grips));
                    return Optional.empty();
                }
                grips.add(grip);
            }
        }
        return grips.isEmpty() ? Pass.FREELY : Optional.of(new Pass(List.copyOf(grips)));
    }

    private boolean enter(Grip grip, Access access, long nowNanos) {
        AtomicBoolean isEntered = new AtomicBoolean();
        update(grip, life -> {
            isEntered.set(life.admits(access, precedence, nowNanos));
            return isEntered.get() ? life.entered(nowNanos) : life;
        });
        return isEntered.get();
    }

    /// True where nothing holds the target back from an attempt at this moment.
    ///
    /// @param access how much stands in its way
    public boolean admits(Target target, Access access, long nowNanos) {
        return holding(target, access, nowNanos).isEmpty();
    }

    /// The attempt that was let through is made, so that nobody else has to try what it tries.
    public void tries(Pass pass, long nowNanos) {
        for (Grip grip : pass.grips()) {
            boolean isCounted =
                    of(grip.of().key()).stream().anyMatch(life -> isSame(grip, life) && life.counts(nowNanos));
            if (isCounted) {
                tell(new CooldownChange.Probing(grip.of()));
            }
        }
    }

    /// The attempt was answered: what it tried is over, or a step nearer to it.
    public void succeeded(Pass pass, long nowNanos) {
        for (Grip grip : pass.take()) {
            if (update(grip, life -> life.succeeded(nowNanos))) {
                tell(new CooldownChange.Recovered(grip.of()));
            }
        }
    }

    /// The attempt came to nothing that says anything about a limit.
    public void released(Pass pass, long nowNanos) {
        release(pass.take(), nowNanos);
    }

    private void release(List<Grip> grips, long nowNanos) {
        for (Grip grip : grips) {
            if (update(grip, life -> life.released(nowNanos))) {
                tell(new CooldownChange.Unproven(grip.of()));
            }
        }
    }

    /// The attempt was not made after all.
    public void withdrawn(Pass pass) {
        pass.take().forEach(grip -> update(grip, Life::withdrawn));
    }

    /// Changes what the grip holds, if that is still the same; where nothing is left, it goes.
    ///
    /// @return true where it is
    private boolean update(Grip grip, Function<Life, @Nullable Life> change) {
        return update(grip.of().key(), life -> isSame(grip, life), change);
    }

    private boolean update(LimitKey key, Predicate<Life> isMeant, Function<Life, @Nullable Life> change) {
        AtomicBoolean isFound = new AtomicBoolean();
        AtomicBoolean isOtherwise = new AtomicBoolean();
        lives.computeIfPresent(key, (_, before) -> {
            List<Life> after = new ArrayList<>(before.size());
            for (Life life : before) {
                boolean isThis = isMeant.test(life);
                Life changed = isThis ? change.apply(life) : life;
                isFound.compareAndSet(false, isThis);
                isOtherwise.compareAndSet(false, changed == null || !life.hasSameMoments(changed));
                if (changed != null) {
                    after.add(changed);
                }
            }
            return after.isEmpty() ? null : List.copyOf(after);
        });
        // Who comes and goes changes no moment that a selection reads, and is most of what happens.
        if (isOtherwise.get()) {
            version.incrementAndGet();
        }
        return isFound.get();
    }

    private List<Life> of(LimitKey key) {
        return lives.getOrDefault(key, List.of());
    }

    /// True while a cooldown of the target runs.
    public boolean isCooling(Target target, long nowNanos) {
        return blocking(target, nowNanos).isPresent();
    }

    /// The running cooldown that holds the target back the longest.
    public Optional<Cooldown> blocking(Target target, long nowNanos) {
        return longest(target, life -> life.isRunning(nowNanos));
    }

    /// What keeps an attempt away from the target at this moment: of several the one that ends last.
    /// It may have ended already, while an attempt that tries has not come back.
    public Optional<Cooldown> holding(Target target, Access access, long nowNanos) {
        return longest(target, life -> !life.admits(access, precedence, nowNanos));
    }

    /// When this node may try whether a cooldown is over, if no other one does before.
    public long triedFromNanos(Cooldown cooldown) {
        return precedence.triedFromNanos(cooldown);
    }

    /// True where ill health keeps an attempt away from the target longer than anything else does.
    public boolean isInIllHealth(Target target, long nowNanos) {
        return holding(target, Access.WITHOUT_PROBES, nowNanos)
                .filter(cooldown -> cooldown.kind() == CooldownKind.UNHEALTHY)
                .isPresent();
    }

    private Optional<Cooldown> longest(Target target, Predicate<Life> condition) {
        if (lives.isEmpty()) {
            return Optional.empty();
        }
        Cooldown longest = null;
        for (LimitKey key : target.limitKeys()) {
            for (Life life : of(key)) {
                Cooldown each = life.cooldown();
                boolean isLater = longest == null || each.untilNanos() - longest.untilNanos() > 0;
                longest = isLater && condition.test(life) ? each : longest;
            }
        }
        return Optional.ofNullable(longest);
    }

    /// When each of these targets may be asked again. Made anew only after a change, which is rare;
    /// read as often as calls select.
    ///
    /// @param targets every configured target, each at its ordinal, and the same list each time
    public CooldownEnds ends(List<Target> targets, long nowNanos) {
        long current = version.get();
        CooldownEnds known = ends;
        if (known != null && known.isOf(targets, current)) {
            return known;
        }
        CooldownEnds made = new CooldownEnds(targets, this, current, nowNanos);
        ends = made;
        return made;
    }

    /// How far the cooldowns reach that are known: usually one model each, so that nothing else has to be looked up.
    Set<LimitScope> scopes() {
        Set<LimitScope> scopes = EnumSet.noneOf(LimitScope.class);
        lives.keySet().forEach(key -> scopes.add(key.scope()));
        return scopes;
    }

    /// The earliest moment at which an attempt may be let through to the target, which is no promise
    /// that it will be; empty where nothing was ever held back.
    OptionalLong admitsFromNanos(Target target, Set<LimitScope> scopes, long nowNanos) {
        boolean isKnown = false;
        long fromNanos = nowNanos;
        for (LimitKey key : target.limitKeys()) {
            for (Life life : scopes.contains(key.scope()) ? of(key) : List.<Life>of()) {
                long each = life.admitsFromNanos(nowNanos);
                fromNanos = each - fromNanos > 0 ? each : fromNanos;
                isKnown = true;
            }
        }
        return isKnown ? OptionalLong.of(fromNanos) : OptionalLong.empty();
    }

    boolean hasIllHealth() {
        return lives.values().stream()
                .flatMap(List::stream)
                .anyMatch(life -> life.cooldown().kind() == CooldownKind.UNHEALTHY);
    }

    /// Every running cooldown, the soonest end first.
    public List<Cooldown> running(long nowNanos) {
        return lives.values().stream()
                .flatMap(List::stream)
                .map(Life::cooldown)
                .filter(each -> each.isRunning(nowNanos))
                .sorted(Comparator.comparingLong(each -> each.remainingNanos(nowNanos)))
                .toList();
    }

    /// The target's cooldowns as they stand: those that run, and those that have ended and whose target
    /// is still being tried; the soonest end first.
    public List<CooldownState> states(Target target, long nowNanos) {
        return states(target.limitKeys().stream().map(this::of), nowNanos);
    }

    /// The same of all targets.
    public List<CooldownState> states(long nowNanos) {
        return states(lives.values().stream(), nowNanos);
    }

    private static List<CooldownState> states(Stream<List<Life>> lives, long nowNanos) {
        return lives.flatMap(List::stream)
                .filter(life -> life.counts(nowNanos))
                .map(life -> life.state(nowNanos))
                .sorted(Comparator.comparingLong(each -> each.cooldown().remainingNanos(nowNanos)))
                .toList();
    }

    /// The cooldowns that ended since this was last asked, so that somebody can tell. What ended so
    /// long ago that it says nothing about today is forgotten on the way.
    public List<Cooldown> takeExpired(long nowNanos) {
        List<Cooldown> expired = new ArrayList<>();
        for (LimitKey key : lives.keySet()) {
            lives.computeIfPresent(key, (_, before) -> {
                List<Life> after = new ArrayList<>(before.size());
                for (Life life : before) {
                    boolean isNews = !life.isTold() && !life.isRunning(nowNanos);
                    if (isNews) {
                        expired.add(life.cooldown());
                    }
                    if (!life.isForgotten(nowNanos)) {
                        after.add(isNews ? life.told() : life);
                    }
                }
                return after.isEmpty() ? null : List.copyOf(after);
            });
        }
        version.incrementAndGet();
        return expired;
    }

    /// Forgets every cooldown for which the question is answered with yes, with all that was known of
    /// it, and returns those that were running.
    public List<Cooldown> removeIf(Predicate<Cooldown> condition, long nowNanos) {
        List<Cooldown> removed = new ArrayList<>();
        for (LimitKey key : lives.keySet()) {
            lives.computeIfPresent(key, (_, before) -> {
                List<Life> kept = before.stream()
                        .filter(life -> !condition.test(life.cooldown()))
                        .toList();
                before.stream()
                        .map(Life::cooldown)
                        .filter(condition)
                        .filter(each -> each.isRunning(nowNanos))
                        .forEach(removed::add);
                return kept.isEmpty() ? null : kept;
            });
        }
        version.incrementAndGet();
        return removed;
    }
}

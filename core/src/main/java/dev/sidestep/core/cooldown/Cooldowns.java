package dev.sidestep.core.cooldown;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The cooldowns that are running, by what they hold back.
///
/// Thread-safe: a lookup takes no lock, a change replaces one immutable list. Bounded, since every
/// key is made of configured names and holds at most one record per window and kind. Times are the
/// ticker's nanoseconds, passed in by the caller.
public final class Cooldowns {
    private final ConcurrentMap<LimitKey, List<Cooldown>> running = new ConcurrentHashMap<>();
    /// Counts the changes; raised after each one.
    private final AtomicLong version = new AtomicLong();
    private volatile @Nullable CooldownEnds ends;

    /// Starts a cooldown, or lets the one of the same key, window and kind grow. It never shortens
    /// one, and never touches one of another window, kind or scope.
    ///
    /// @return the record that is now in force
    public Cooldown cool(Cooldown cooldown, long nowNanos) {
        List<Cooldown> after = running.compute(cooldown.key(), (_, before) -> {
            return before == null ? List.of(cooldown) : merged(before, cooldown, nowNanos);
        });
        version.incrementAndGet();
        return after.stream().filter(cooldown::isSameRecord).findFirst().orElse(cooldown);
    }

    private static List<Cooldown> merged(List<Cooldown> before, Cooldown added, long nowNanos) {
        List<Cooldown> after = new ArrayList<>(before.size() + 1);
        Cooldown grown = added;
        for (Cooldown each : before) {
            if (each.isSameRecord(added)) {
                grown = each.grownBy(added);
            } else if (each.isRunning(nowNanos)) {
                after.add(each);
            }
        }
        after.add(grown);
        return List.copyOf(after);
    }

    /// True while anything holds the target back.
    public boolean isCooling(Target target, long nowNanos) {
        return blocking(target, nowNanos).isPresent();
    }

    /// The cooldown that holds the target back the longest.
    public Optional<Cooldown> blocking(Target target, long nowNanos) {
        if (running.isEmpty()) {
            return Optional.empty();
        }
        Cooldown longest = null;
        for (LimitKey key : target.limitKeys()) {
            List<Cooldown> found = running.get(key);
            if (found == null) {
                continue;
            }
            for (Cooldown each : found) {
                if (each.isRunning(nowNanos) && (longest == null || each.untilNanos() - longest.untilNanos() > 0)) {
                    longest = each;
                }
            }
        }
        return Optional.ofNullable(longest);
    }

    /// When each of these targets is free again. Made anew only after a change, which is rare; read
    /// as often as calls select.
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

    /// Every running cooldown, the soonest end first.
    public List<Cooldown> running(long nowNanos) {
        return running.values().stream()
                .flatMap(List::stream)
                .filter(each -> each.isRunning(nowNanos))
                .sorted(Comparator.comparingLong(each -> each.remainingNanos(nowNanos)))
                .toList();
    }

    /// Forgets the cooldowns that have ended, and returns them so that somebody can tell.
    public List<Cooldown> removeExpired(long nowNanos) {
        return removeIf(each -> !each.isRunning(nowNanos));
    }

    /// Forgets every cooldown for which the question is answered with yes, and returns them.
    public List<Cooldown> removeIf(Predicate<Cooldown> condition) {
        List<Cooldown> removed = new ArrayList<>();
        for (LimitKey key : running.keySet()) {
            running.computeIfPresent(key, (_, before) -> {
                List<Cooldown> kept = before.stream().filter(condition.negate()).toList();
                before.stream().filter(condition).forEach(removed::add);
                return kept.isEmpty() ? null : kept;
            });
        }
        version.incrementAndGet();
        return removed;
    }
}

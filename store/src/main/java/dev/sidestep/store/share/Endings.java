package dev.sidestep.store.share;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// What has ended, and when: so that a record from before does not come back through a node that has not heard of it
/// yet. Bounded; thread-safe.
final class Endings {
    private static final int MOST = 8_192;

    /// How long a cooldown that an attempt found over is kept from coming back. Longer would keep a step nearer to the
    /// end from being told.
    private static final long RECOVERED_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final CommonClock clock;
    private final Map<LimitKey, Long> clearedMillis = bounded();
    private final Map<CooldownId, Long> recoveredNanos = bounded();

    Endings(CommonClock clock) {
        this.clock = clock;
    }

    /// Notes that keys were cleared at a moment of the shared clock.
    ///
    /// @return those of which no later moment was known
    synchronized Set<LimitKey> clear(Collection<LimitKey> keys, long millis) {
        Set<LimitKey> news = keys.stream()
                .filter(key -> clearedMillis.getOrDefault(key, 0L) < millis)
                .collect(Collectors.toUnmodifiableSet());
        news.forEach(key -> clearedMillis.put(key, millis));
        return news;
    }

    /// Notes that a cooldown was found over, or a step nearer to it.
    synchronized void recover(CooldownId id) {
        recoveredNanos.put(id, clock.nanos());
    }

    /// Notes that it cools again.
    synchronized void cool(CooldownId id) {
        recoveredNanos.remove(id);
    }

    /// Whether a cooldown is from before its end, whatever its record says.
    synchronized boolean haveEnded(CooldownHint hint) {
        Long recovered = recoveredNanos.get(hint.id());
        if (recovered != null
                && clock.nanos() - recovered < RECOVERED_NANOS
                && hint.isOlderThan(clock.millisOf(recovered))) {
            return true;
        }
        return hint.isOlderThan(clearedMillis.getOrDefault(hint.id().key(), 0L));
    }

    /// Whether what was used is from before its key was cleared.
    synchronized boolean haveEnded(QuotaHint hint) {
        return hint.atMillis() < clearedMillis.getOrDefault(hint.id().key(), 0L);
    }

    /// When which keys were cleared, by the shared clock.
    synchronized Map<LimitKey, Long> cleared() {
        return new HashMap<>(clearedMillis);
    }

    private static <K> Map<K, Long> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
                return size() > MOST;
            }
        };
    }
}

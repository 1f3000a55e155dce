package dev.sidestep.store.share;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.QuotaId;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.core.state.StateChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Brings what this node knows and what the server holds together: of two cooldowns the longer one counts, on both
/// sides, unless its key has been cleared since it began. For one use.
final class Reconciliation {
    /// What clocks and rounding may differ by.
    private static final long SLACK_MILLIS = 500;

    private static final long KEPT_MILLIS = TimeUnit.HOURS.toMillis(48);

    private final Self self;
    private final Hashes hashes;
    private final boolean isJoining;
    private final long nowMillis;
    private final List<Told> news = new ArrayList<>();

    /// @param isJoining whether this node has not heard what was used in the meantime. Others must not go by the hash:
    ///     what it says is older than what they heard
    Reconciliation(Self self, Hashes hashes, boolean isJoining) {
        this.self = self;
        this.hashes = hashes;
        this.isJoining = isJoining;
        this.nowMillis = self.clock().millis();
    }

    /// Takes over what is kept, and writes what is not.
    ///
    /// @return what the others should be told
    List<Told> with(Kept kept) {
        cleared(kept.cleared());
        cooldowns(kept.cooldowns());
        quotas(kept.quotas());
        hashes.renew();
        return news;
    }

    /// Something that is read from a field and its value.
    @FunctionalInterface
    private interface Reading<T> {
        T of(String field, byte[] value) throws GarbageException;
    }

    private <T> Map<String, T> understood(Map<String, byte[]> kept, Reading<T> reading) {
        Map<String, T> values = new HashMap<>();
        kept.forEach((field, value) -> {
            try {
                values.put(field, reading.of(field, value));
            } catch (GarbageException _) {
                self.tally().ignored.increment();
            }
        });
        return values;
    }

    private void cleared(Map<String, byte[]> kept) {
        Map<LimitKey, Long> known = new HashMap<>();
        Map<Long, Set<LimitKey>> byMoment = new TreeMap<>();
        List<String> old = new ArrayList<>();
        understood(kept, (_, value) -> momentOf(value)).forEach((field, millis) -> {
            try {
                LimitKey key = Names.key(field);
                known.put(key, millis);
                if (millis + KEPT_MILLIS < nowMillis) {
                    old.add(field);
                } else {
                    byMoment.computeIfAbsent(Math.min(millis, nowMillis), _ -> new HashSet<>())
                            .add(key);
                }
            } catch (GarbageException _) {
                self.tally().ignored.increment();
            }
        });
        byMoment.forEach((millis, keys) -> self.hearing().clear(keys, millis));
        hashes.remove(self.keys().cleared(), old);
        tellCleared(known);
    }

    private void tellCleared(Map<LimitKey, Long> known) {
        Map<String, String> values = new HashMap<>();
        Map<Long, Set<LimitKey>> byMoment = new TreeMap<>();
        self.endings().cleared().forEach((key, millis) -> {
            if (known.getOrDefault(key, 0L) < millis && millis + KEPT_MILLIS > nowMillis) {
                values.put(Names.of(key), momentText(millis));
                byMoment.computeIfAbsent(millis, _ -> new HashSet<>()).add(key);
            }
        });
        byMoment.forEach((millis, keys) -> news.add(new Told(new StateChange.Cleared(keys), millis)));
        hashes.put(self.keys().cleared(), values);
    }

    private void cooldowns(Map<String, byte[]> kept) {
        Map<CooldownId, CooldownHint> known = new HashMap<>();
        List<String> over = new ArrayList<>();
        understood(kept, (field, value) -> CooldownHint.ofValue(Names.cooldown(field), value))
                .forEach((field, hint) -> {
                    if (hint.isOver(nowMillis) || self.endings().haveEnded(hint)) {
                        over.add(field);
                    } else {
                        known.put(hint.id(), hint);
                        self.state().remember(hint.record(nowMillis));
                    }
                });
        hashes.remove(self.keys().cooldowns(), over);
        tellCooldowns(known);
    }

    private void tellCooldowns(Map<CooldownId, CooldownHint> known) {
        Map<String, String> values = new HashMap<>();
        for (CooldownRecord cooldown : self.state().cooldowns()) {
            CooldownHint mine = CooldownHint.of(cooldown, nowMillis);
            if (Words.isTellable(cooldown.key()) && !self.endings().haveEnded(mine) && isNews(mine, known)) {
                values.put(Names.of(mine.id()), mine.value());
                news.add(new Told(new StateChange.Cooled(cooldown), nowMillis));
            }
        }
        hashes.put(self.keys().cooldowns(), values);
    }

    private static boolean isNews(CooldownHint mine, Map<CooldownId, CooldownHint> known) {
        CooldownHint kept = known.get(mine.id());
        return kept == null || mine.untilMillis() > kept.untilMillis() + SLACK_MILLIS;
    }

    private void quotas(Map<String, byte[]> kept) {
        Map<QuotaId, QuotaHint> known = new HashMap<>();
        List<String> old = new ArrayList<>();
        understood(kept, (field, value) -> QuotaHint.ofValue(Names.quota(field), value))
                .forEach((field, hint) -> {
                    if (hint.atMillis() + KEPT_MILLIS < nowMillis
                            || self.endings().haveEnded(hint)) {
                        old.add(field);
                    } else {
                        known.put(hint.id(), hint);
                    }
                });
        hashes.remove(self.keys().quotas(), old);
        if (isJoining) {
            known.values().stream()
                    .filter(hint -> hint.id().isLasting())
                    .forEach(hint -> self.state().remember(hint.record(nowMillis)));
        }
        tellQuotas(known);
    }

    private void tellQuotas(Map<QuotaId, QuotaHint> known) {
        Map<String, String> values = new HashMap<>();
        for (QuotaRecord quota : self.state().quotas()) {
            QuotaHint mine = QuotaHint.of(quota, nowMillis);
            if (isWorthKeeping(quota) && (!known.containsKey(mine.id()) || isJoining)) {
                values.put(Names.of(mine.id()), mine.value());
            }
        }
        hashes.put(self.keys().quotas(), values);
    }

    /// Whether others learn anything from it: what the operator set and nobody used they know.
    private static boolean isWorthKeeping(QuotaRecord quota) {
        return quota.id().isLasting()
                && Words.isTellable(quota.key())
                && (quota.used() > 0 || quota.source() != QuotaState.Source.CONFIGURED);
    }

    static String momentText(long millis) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeNumberField("v", Fields.VERSION);
            json.writeNumberField("at", millis);
            json.writeEndObject();
        });
    }

    private static long momentOf(byte[] value) throws GarbageException {
        Fields fields = Json.fields(value);
        fields.requireVersion();
        return fields.number("at", 0, Long.MAX_VALUE / 2);
    }
}

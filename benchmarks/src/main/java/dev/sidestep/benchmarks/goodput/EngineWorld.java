package dev.sidestep.benchmarks.goodput;

import dev.sidestep.core.Account;
import dev.sidestep.core.Counting;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Refill;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.simulator.Limits;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The world in the engine's words, as a configuration would give it. Pure.
final class EngineWorld {
    private EngineWorld() {}

    /// The engine counts targets account by account, as the world does.
    static Targets targets(Scenario.Known known) {
        var models = new LinkedHashMap<String, List<Model>>();
        var first = new LinkedHashMap<String, Spot>();
        for (var spot : known.spots()) {
            first.putIfAbsent(spot.account(), spot);
            models.computeIfAbsent(spot.account(), _ -> new ArrayList<>()).add(model(spot));
        }
        var accounts = first.values().stream()
                .map(spot -> new Account(
                        spot.account(),
                        provider(spot.family()),
                        spot.organization(),
                        models.getOrDefault(spot.account(), List.of()),
                        Integer.MAX_VALUE))
                .toList();
        return Targets.of(accounts, Map.of());
    }

    private static Model model(Spot spot) {
        return new Model(
                spot.model().id(),
                Set.of(Feature.CHAT),
                spot.model().contextWindow(),
                spot.model().maxOutputTokens(),
                null,
                Lifecycle.ACTIVE);
    }

    private static Provider provider(Family family) {
        var fallbacks = Family.ALL.stream().map(Family::type).toList();
        return new Provider(family.name(), family.type(), family.name(), fallbacks, counting(family));
    }

    /// As the built-in providers say it. How minutes come back is known only of those that document their buckets.
    private static Counting counting(Family family) {
        var rules = family.rules();
        if (rules.calendar().isPresent()) {
            return new Counting(
                    new Refill.Unknown(), new Refill.Calendar(rules.calendar().get()), true, rules.countsRefusals());
        }
        return family.equals(Family.COHERE) ? Counting.UNKNOWN : Counting.BUCKETS;
    }

    /// The configured limits.
    static Map<LimitKey, List<QuotaLimit>> limits(Scenario.Known known, Targets targets) {
        var limits = new HashMap<LimitKey, List<QuotaLimit>>();
        for (var spot : known.spots()) {
            var target = targets.all().get(spot.index());
            put(limits, LimitKey.of(LimitScope.MODEL, target.account(), target.model()), known.limits(spot));
            put(
                    limits,
                    LimitKey.of(LimitScope.QUOTA_GROUP, target.account(), target.model()),
                    known.organizationLimits(spot));
        }
        return limits;
    }

    private static void put(Map<LimitKey, List<QuotaLimit>> all, LimitKey key, Limits limits) {
        if (!limits.isNone()) {
            all.put(
                    key,
                    limits.byDimension().entrySet().stream()
                            .map(each -> new QuotaLimit(
                                    EngineReading.unit(each.getKey()),
                                    EngineReading.window(each.getKey()),
                                    each.getValue()))
                            .toList());
        }
    }

    /// When a calendar window of a zone ends.
    static long windowEndNanos(Window window, ZoneId zone, long nowNanos) {
        ZonedDateTime now = World.ZERO.plusNanos(nowNanos).atZone(zone);
        var end = window == Window.DAY
                ? now.toLocalDate().plusDays(1).atStartOfDay(zone)
                : now.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        return World.ZERO.until(end.toInstant(), ChronoUnit.NANOS);
    }
}

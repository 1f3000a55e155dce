package dev.sidestep.gateway.admin;

import dev.sidestep.core.Nanos;
import dev.sidestep.core.Target;
import dev.sidestep.core.queue.Occupancy;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.exchange.ModelOffer;
import dev.sidestep.exchange.Roster;
import dev.sidestep.exchange.Setup;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Every configured target with what is known of it, what providers list, and who waits.
public final class TargetsDocument {
    private TargetsDocument() {}

    /// The targets as maps and lists, in the order of the configuration.
    public static Map<String, Object> of(Dispatcher dispatcher) {
        TargetFacts facts = new TargetFacts(dispatcher);
        Setup setup = dispatcher.setup();
        List<Map<String, Object>> targets = setup.targets().all().stream()
                .map(target -> target(target, setup.roster(), facts))
                .toList();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("targets", targets);
        document.put("disabled", UnaskedTargets.of(setup.roster()));
        document.put(
                "model_lists",
                dispatcher.offers().stream().map(TargetsDocument::list).toList());
        document.put("waiting", waiting(dispatcher.known().waitingRoom().occupancy(facts.nowNanos())));
        return document;
    }

    /// What is known of some of the targets, in their order: each as it is among all of them.
    public static List<Map<String, Object>> some(Dispatcher dispatcher, Collection<Target> targets) {
        TargetFacts facts = new TargetFacts(dispatcher);
        Roster roster = dispatcher.setup().roster();
        return targets.stream().map(target -> target(target, roster, facts)).toList();
    }

    /// What is configured and not asked, as it stands beside the targets.
    public static List<Map<String, Object>> disabled(Dispatcher dispatcher) {
        return UnaskedTargets.of(dispatcher.setup().roster());
    }

    private static Map<String, Object> target(Target target, Roster roster, TargetFacts facts) {
        Map<String, Object> document = TargetFacts.names(target);
        document.put("quota_group", target.account().quotaGroup());
        document.putAll(ModelFacts.of(target.model()));
        document.put("pinned", pinned(roster.pinned(target)));
        document.putAll(facts.all(target));
        return document;
    }

    private static Optional<Integer> pinned(OptionalInt place) {
        return place.isPresent() ? Optional.of(place.getAsInt()) : Optional.empty();
    }

    private static Map<String, Object> list(ModelOffer offer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("account", offer.account());
        document.put("read_at", offer.readAt().truncatedTo(ChronoUnit.SECONDS).toString());
        document.put("added", offer.added());
        document.put("gone", offer.gone());
        return document;
    }

    private static Map<String, Object> waiting(Occupancy occupancy) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("interactive", occupancy.interactive());
        document.put("batch", occupancy.batch());
        document.put("longest_seconds", Nanos.toSecondsRoundedUp(occupancy.longestWaitNanos()));
        return document;
    }
}

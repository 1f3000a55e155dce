package dev.sidestep.gateway.admin;

import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.exchange.Dispatcher;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What can be asked for, in a shape that OpenAI's clients read, and Anthropic's as well.
public final class ModelsDocument {
    private static final String OWNER = "sidestep";

    private ModelsDocument() {}

    /// Everything that can be asked for: `auto`, the routes, and every model that its provider still
    /// offers.
    public static Map<String, Object> all(Dispatcher dispatcher, Instant startedAt) {
        Targets targets = dispatcher.setup().targets();
        LinkedHashMap<String, Map<String, Object>> models = new LinkedHashMap<>();
        models.put(Targets.AUTO, model(Targets.AUTO, OWNER, targets.all(), dispatcher, startedAt));
        for (String route : new TreeSet<>(targets.routes())) {
            models.put(route, model(route, OWNER, targets.named(route), dispatcher, startedAt));
        }
        for (Target target : targets.all()) {
            String id = target.model().id();
            List<Target> offered = targets.named(id).stream()
                    .filter(each -> !isGone(each, dispatcher))
                    .toList();
            if (!offered.isEmpty() && !models.containsKey(id)) {
                models.put(id, model(id, target.providerType(), offered, dispatcher, startedAt));
            }
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("object", "list");
        document.put("data", List.copyOf(models.values()));
        document.put("has_more", false);
        document.put("first_id", Targets.AUTO);
        document.put("last_id", models.lastEntry().getKey());
        return document;
    }

    /// One name that can be asked for; empty where it cannot.
    public static Optional<Map<String, Object>> one(Dispatcher dispatcher, String id, Instant startedAt) {
        Targets targets = dispatcher.setup().targets();
        List<Target> named = targets.named(id);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Set<String> ours = targets.routes();
        String owner = ours.contains(id) || id.equals(Targets.AUTO)
                ? OWNER
                : named.getFirst().providerType();
        return Optional.of(model(id, owner, named, dispatcher, startedAt));
    }

    private static Map<String, Object> model(
            String id, String owner, List<Target> targets, Dispatcher dispatcher, Instant startedAt) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", id);
        document.put("object", "model");
        document.put("created", startedAt.getEpochSecond());
        document.put("owned_by", owner);
        long nowNanos = dispatcher.nowNanos();
        document.put(
                "available",
                targets.stream().anyMatch(target -> !dispatcher.cooldowns().isCooling(target, nowNanos)));
        document.put("type", "model");
        document.put("display_name", id);
        document.put("created_at", startedAt.truncatedTo(ChronoUnit.SECONDS).toString());
        return document;
    }

    private static boolean isGone(Target target, Dispatcher dispatcher) {
        return dispatcher
                .cooldowns()
                .blocking(target, dispatcher.nowNanos())
                .filter(cooldown -> cooldown.kind() == CooldownKind.MODEL_UNAVAILABLE)
                .isPresent();
    }
}

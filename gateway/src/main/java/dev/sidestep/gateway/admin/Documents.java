package dev.sidestep.gateway.admin;

import dev.sidestep.call.RateLimitStatus;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.failover.Explanation;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.selection.Skip;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.gateway.config.Agent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Writes the documents: maps and lists in the order in which people read them.
public final class Documents {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final String OWNER = "sidestep";

    private Documents() {}

    /// What is cooling and what is available.
    public static Map<String, Object> of(RateLimitStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("total_cached", status.totalCached());
        document.put("by_provider", status.byProvider());
        document.put("available_models", status.availableModels());
        document.put("entries", status.entries().stream().map(Documents::of).toList());
        return document;
    }

    private static Map<String, Object> of(RateLimitStatus.Entry entry) {
        Instant until = entry.cooldownUntil().truncatedTo(ChronoUnit.SECONDS);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("key", entry.key());
        document.put("cooldown_until", LOCAL.format(until.atZone(ZoneId.systemDefault())));
        document.put("cooldown_until_utc", until.toString());
        document.put("remaining_seconds", entry.remainingSeconds());
        document.put("provider", entry.provider());
        document.put("account", entry.account());
        document.put("model", entry.model());
        document.put("scope", entry.scope());
        document.put("window", entry.window());
        document.put("kind", entry.kind());
        document.put("reason", entry.reason());
        return document;
    }

    /// A call's plan.
    public static Map<String, Object> of(Explanation explanation, String wanted, Dispatcher dispatcher) {
        List<Map<String, Object>> order = new ArrayList<>();
        for (Target target : explanation.order()) {
            Map<String, Object> one = target(target);
            one.put("place", order.size() + 1);
            order.add(one);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", wanted);
        document.put("order", order);
        document.put(
                "skipped",
                explanation.skipped().stream().map(skip -> of(skip, dispatcher)).toList());
        return document;
    }

    private static Map<String, Object> target(Target target) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("target", target.name());
        document.put("account", target.account().name());
        document.put("provider", target.providerType());
        document.put("model", target.model().id());
        return document;
    }

    private static Map<String, Object> of(Skip skip, Dispatcher dispatcher) {
        Map<String, Object> document = target(skip.target());
        switch (skip) {
            case Skip.Cooling(var _, var cooldown) -> {
                document.put("why", "cooling");
                document.put("kind", cooldown.kind().id());
                document.put("remaining_seconds", cooldown.remainingSeconds(dispatcher.nowNanos()));
                document.put("reason", cooldown.reason());
            }
            case Skip.NoRoom(var _, var quota, var freeAtNanos) -> {
                document.put("why", "no-room");
                document.put("quota", of(quota));
                document.put("remaining_seconds", Nanos.toSecondsRoundedUp(freeAtNanos - dispatcher.nowNanos()));
            }
            case Skip.TooLarge(var _, var quota) -> {
                document.put("why", "too-large");
                document.put("quota", of(quota));
            }
            case Skip.Queued _ -> document.put("why", "others-wait-for-it");
            case Skip.Unfit(var _, var misfits) -> {
                document.put("why", "unfit");
                document.put("misfits", misfits);
            }
            case Skip.AccountSpent _ -> document.put("why", "attempts-per-provider");
        }
        return document;
    }

    private static Map<String, Object> of(QuotaState quota) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("unit", quota.unit().id());
        document.put("window", quota.window().id());
        document.put("limit", quota.limit());
        document.put("remaining", quota.remaining());
        document.put("source", quota.source().id());
        return document;
    }

    /// The configured agents. Their system prompts are nobody's business.
    public static Map<String, Object> of(Collection<Agent> agents) {
        return Map.of("agents", agents.stream().map(Documents::of).toList());
    }

    private static Map<String, Object> of(Agent agent) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", agent.id());
        document.put("provider", agent.provider().isEmpty() ? "any" : agent.provider());
        document.put("model", agent.model().isEmpty() ? "auto" : agent.model());
        document.put("parameters", agent.parameters());
        agent.maxAttempts().ifPresent(most -> document.put("max_attempts", most));
        return document;
    }

    /// Everything that can be asked for: `auto`, the routes, and every model that its provider still
    /// offers.
    public static Map<String, Object> models(Dispatcher dispatcher, Instant startedAt) {
        Targets targets = dispatcher.setup().targets();
        Map<String, Map<String, Object>> models = new LinkedHashMap<>();
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
        return document;
    }

    /// One name that can be asked for; empty where it cannot.
    public static Optional<Map<String, Object>> model(Dispatcher dispatcher, String id, Instant startedAt) {
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

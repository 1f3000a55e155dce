package dev.sidestep.gateway.dashboard;

import dev.sidestep.core.Target;
import dev.sidestep.exchange.Setup;
import dev.sidestep.gateway.admin.TargetState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was told of each target, to tell it again only where a person sees that it has changed. Not thread-safe.
///
/// Looking at a thousand targets each second would cost more than the calls. So those are looked at that calls had
/// to do with, and those that are not simply ready; the others in turn, since other nodes and the clock change them,
/// too.
final class TargetWatch {
    /// Targets of which nothing is expected that are looked at each time all the same.
    static final int IN_TURN = 32;

    private final LiveSources sources;
    private final Map<Target, Look> looks = new LinkedHashMap<>();
    private List<Target> order = List.of();
    private int turn;
    private Setup setup;
    private List<Map<String, Object>> disabled = List.of();

    /// What was seen of a target at the last look, and what was told of it.
    private record Look(Map<String, Object> document, Sight told, Standing standing, boolean isNotable) {}

    TargetWatch(LiveSources sources) {
        this.sources = sources;
        this.setup = sources.dispatcher().setup();
        lookAtAll();
    }

    /// Looks at everything again where another configuration is in force; answers whether one is.
    boolean isReconfigured() {
        Setup inForce = sources.dispatcher().setup();
        if (inForce == setup) {
            return false;
        }
        setup = inForce;
        lookAtAll();
        return true;
    }

    private void lookAtAll() {
        looks.clear();
        order = List.copyOf(setup.targets().all());
        turn = 0;
        disabled = sources.disabled().get();
        look(order);
    }

    /// All targets, as they were when they were looked at last.
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("targets", looks.values().stream().map(Look::document).toList());
        document.put("disabled", disabled);
        return document;
    }

    /// How all targets stand.
    List<Standing> standings() {
        return looks.values().stream().map(Look::standing).toList();
    }

    /// The documents of those that have changed in a way that a person sees.
    ///
    /// @param touched what calls had to do with since this was asked the last time
    List<Map<String, Object>> changed(Set<Target> touched) {
        Set<Target> due = new LinkedHashSet<>(touched);
        looks.forEach((target, look) -> {
            if (look.isNotable()) {
                due.add(target);
            }
        });
        for (int i = 0; i < Math.min(IN_TURN, order.size()); i++) {
            due.add(order.get(turn));
            turn = (turn + 1) % order.size();
        }
        due.retainAll(looks.keySet());
        return look(due);
    }

    private List<Map<String, Object>> look(Collection<Target> due) {
        List<Map<String, Object>> changed = new ArrayList<>();
        long nowNanos = sources.dispatcher().nowNanos();
        List<Map<String, Object>> documents = sources.documents().apply(due);
        int i = 0;
        for (Target target : due) {
            Map<String, Object> document = documents.get(i++);
            Standing standing = Standing.of(target, sources.dispatcher().known(), nowNanos);
            if (take(target, document, standing)) {
                changed.add(document);
            }
        }
        return changed;
    }

    /// Takes note of what is seen, and answers whether it looks different.
    private boolean take(Target target, Map<String, Object> document, Standing standing) {
        Sight sight = Sight.of(document);
        Look before = looks.get(target);
        Sight told = before != null && before.told().looksLike(sight) ? before.told() : sight;
        looks.put(target, new Look(document, told, standing, isNotable(document, standing)));
        return told == sight;
    }

    /// True where time alone changes what is seen.
    private static boolean isNotable(Map<String, Object> document, Standing standing) {
        return standing.state() != TargetState.READY || isUsed(document.getOrDefault("quotas", List.of()));
    }

    private static boolean isUsed(Object quotas) {
        return quotas instanceof List<?> all
                && all.stream()
                        .anyMatch(each -> each instanceof Map<?, ?> quota
                                && quota.get("remaining") instanceof Long left
                                && quota.get("limit") instanceof Long most
                                && left < most);
    }
}

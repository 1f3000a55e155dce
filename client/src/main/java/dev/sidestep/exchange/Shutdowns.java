package dev.sidestep.exchange;

import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which announced ends of models are worth a warning. Not thread-safe.
final class Shutdowns {
    private static final int DAYS_AHEAD = 30;

    private final Map<String, LocalDate> warned = new HashMap<>();

    /// A warning for each day, past or within the next 30, on which models end; about each model once a day (in UTC).
    List<String> due(List<Target> targets, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        warned.values().removeIf(day -> !day.equals(today));
        SortedMap<LocalDate, List<String>> ending = new TreeMap<>();
        targets.stream()
                .filter(target -> isNear(target, today))
                .filter(target -> warned.putIfAbsent(name(target), today) == null)
                .forEach(target -> ending.computeIfAbsent(shutdown(target), _ -> new ArrayList<>())
                        .add(name(target)));
        return ending.entrySet().stream()
                .map(end -> "end of " + String.join(", ", end.getValue()) + ": " + end.getKey())
                .toList();
    }

    private static boolean isNear(Target target, LocalDate today) {
        return !shutdown(target).isAfter(today.plusDays(DAYS_AHEAD));
    }

    private static LocalDate shutdown(Target target) {
        return switch (target.model().lifecycle()) {
            case Lifecycle.Deprecated(var day) -> day;
            case Lifecycle.Active(), Lifecycle.Retired(var _) -> LocalDate.MAX;
        };
    }

    private static String name(Target target) {
        return target.providerType() + "/" + target.model().id();
    }
}

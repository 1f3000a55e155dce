package dev.sidestep.wire.limits.bodies;

import dev.sidestep.core.Window;
import dev.sidestep.core.quota.Unit;
import java.util.List;
import java.util.Optional;

/// A violated quota, as Google names it; lower case.
///
/// @param id its id, such as `generaterequestsperdayperprojectpermodel-freetier`
/// @param metric what it measures, such as `generativelanguage.googleapis.com/generate_requests`
/// @param value its limit, as digits; empty where it was left out, which is how Google also writes
///     0
/// @param model the model it counts apart, or empty
public record Violation(String id, String metric, String value, String model) {
    private record Span(String word, Window window) {}

    private static final List<Span> SPANS = List.of(
            new Span("permonth", Window.MONTH),
            new Span("perday", Window.DAY),
            new Span("perhour", Window.HOUR),
            new Span("perminute", Window.MINUTE),
            new Span("persecond", Window.SECOND));

    /// The longest window of all: of several violated quotas it is the one that counts.
    public static Window longestWindow(List<Violation> violations) {
        if (violations.isEmpty()) {
            return Window.UNSPECIFIED;
        }
        return SPANS.stream()
                .filter(span -> violations.stream().anyMatch(one -> one.id().contains(span.word())))
                .map(Span::window)
                .findFirst()
                .orElse(Window.UNSPECIFIED);
    }

    public Window window() {
        return longestWindow(List.of(this));
    }

    /// What it counts, by its metric and id.
    public Optional<Unit> unit() {
        String names = metric + " " + id;
        if (names.contains("token")) {
            boolean isInput = names.contains("input");
            return Optional.of(
                    isInput ? Unit.INPUT_TOKENS : names.contains("output") ? Unit.OUTPUT_TOKENS : Unit.TOKENS);
        }
        return names.contains("request") ? Optional.of(Unit.REQUESTS) : Optional.empty();
    }

    /// True where each model has a quota of its own.
    public boolean isPerModel() {
        return !model.isEmpty() || id.contains("permodel") || id.contains("perbasemodel");
    }
}

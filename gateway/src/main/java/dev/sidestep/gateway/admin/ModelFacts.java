package dev.sidestep.gateway.admin;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.core.Price;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is known of a model, whoever is asked for it. What is not known is null.
final class ModelFacts {
    private ModelFacts() {}

    static Map<String, Object> of(Model model) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("price", model.price().map(ModelFacts::price));
        document.put(
                "features", model.features().stream().map(Feature::id).sorted().toList());
        document.put("context_window", tokens(model.contextWindowTokens()));
        document.put("max_output", tokens(model.maxOutputTokens()));
        document.put("lifecycle", lifecycle(model.lifecycle()));
        document.put("ends_on", end(model.lifecycle()).map(LocalDate::toString));
        return document;
    }

    private static Map<String, Object> price(Price price) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("input_usd_per_million", price.inputUsdPerMillion());
        document.put("output_usd_per_million", price.outputUsdPerMillion());
        return document;
    }

    private static Optional<Long> tokens(long count) {
        return count == 0 ? Optional.empty() : Optional.of(count);
    }

    private static String lifecycle(Lifecycle lifecycle) {
        return switch (lifecycle) {
            case Lifecycle.Active() -> "active";
            case Lifecycle.Deprecated _ -> "deprecated";
            case Lifecycle.Retired _ -> "retired";
        };
    }

    private static Optional<LocalDate> end(Lifecycle lifecycle) {
        return switch (lifecycle) {
            case Lifecycle.Active() -> Optional.empty();
            case Lifecycle.Deprecated(var shutdown) -> Optional.of(shutdown);
            case Lifecycle.Retired(var since) -> Optional.of(since);
        };
    }
}

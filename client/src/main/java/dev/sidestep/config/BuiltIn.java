package dev.sidestep.config;

import dev.sidestep.core.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A provider that is known without configuration.
///
/// @param provider where it is
/// @param keyVariables environment variables that hold its key, the usual one first
record BuiltIn(ProviderConfig provider, List<String> keyVariables) {
    private static final Map<String, Feature> FEATURES =
            Arrays.stream(Feature.values()).collect(Collectors.toMap(Feature::id, Function.identity()));

    /// All of them, by name, in the order in which the environment is read.
    static Map<String, BuiltIn> all() {
        return Holder.ALL;
    }

    private static final class Holder {
        static final Map<String, BuiltIn> ALL = load();
    }

    private static Map<String, BuiltIn> load() {
        ConfigDocument document =
                ConfigDocument.parse("providers.yaml", Catalogue.resource("providers.yaml"), Map.of());
        Map<String, BuiltIn> providers = new LinkedHashMap<>();
        document.root()
                .entries()
                .forEach((name, value) ->
                        value.section().ifPresent(section -> providers.put(name, read(name, section))));
        document.conclude();
        return Collections.unmodifiableMap(providers);
    }

    private static BuiltIn read(String name, Section section) {
        List<Feature> without = new ArrayList<>();
        for (Value feature : section.list("without")) {
            feature.choice(FEATURES).ifPresent(without::add);
        }
        List<String> keyVariables = section.texts("key-variables");
        ProviderConfig provider = ProviderConfig.builder(
                        name, section.value("base-url").flatMap(Value::baseUrl).orElseThrow())
                .displayName(section.text("display-name").orElse(name))
                .fallbacks(section.texts("fallbacks"))
                .keyNeeded(!keyVariables.isEmpty())
                .without(Set.copyOf(without))
                .build();
        return new BuiltIn(provider, keyVariables);
    }
}

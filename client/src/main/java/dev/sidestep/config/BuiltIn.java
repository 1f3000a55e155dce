package dev.sidestep.config;

import dev.sidestep.core.Counting;
import dev.sidestep.wire.canonical.WireFormat;
import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A provider that is known without configuration.
///
/// @param provider where it is
/// @param keyVariables environment variables that hold its key, the usual one first
record BuiltIn(ProviderConfig provider, List<String> keyVariables) {
    /// All of them, by name, in the order in which the environment is read.
    static Map<String, BuiltIn> all() {
        return Known.HERE.providers();
    }

    /// How providers of a type count, built in or not.
    static Counting counting(String type) {
        return Known.HERE.countings().getOrDefault(type, Counting.UNKNOWN);
    }

    /// The type that a provider's name begins with (`azure-eu`: `azure`), else the name itself.
    static String type(String name) {
        return Names.beginnings(name)
                .filter(Known.HERE.countings()::containsKey)
                .findFirst()
                .orElse(name);
    }

    /// What `providers.yaml` says.
    ///
    /// @param countings by provider type; also of those that have no address of their own
    private record Known(Map<String, BuiltIn> providers, Map<String, Counting> countings) {
        static final Known HERE = load();

        private static Known load() {
            ConfigDocument document =
                    ConfigDocument.parse("providers.yaml", Catalogue.resource("providers.yaml"), Map.of());
            Map<String, BuiltIn> providers = new LinkedHashMap<>();
            Map<String, Counting> countings = new HashMap<>();
            document.root()
                    .entries()
                    .forEach((name, value) -> value.section().ifPresent(section -> {
                        Counting counting = section.section("counting")
                                .map(given -> CountingReader.read(given, Counting.UNKNOWN))
                                .orElse(Counting.UNKNOWN);
                        countings.put(name, counting);
                        section.value("base-url")
                                .flatMap(Value::baseUrl)
                                .ifPresent(url -> providers.put(name, read(name, url, section, counting)));
                    }));
            document.conclude();
            return new Known(Collections.unmodifiableMap(providers), Map.copyOf(countings));
        }
    }

    private static BuiltIn read(String name, URI baseUrl, Section section, Counting counting) {
        List<WireFormat> wires = ProviderReader.wires(section);
        List<String> keyVariables = section.texts("key-variables");
        ProviderConfig provider = ProviderConfig.builder(name, baseUrl)
                .displayName(section.text("display-name").orElse(name))
                .fallbacks(section.texts("fallbacks"))
                .keyNeeded(!keyVariables.isEmpty())
                .wires(wires.isEmpty() ? List.of(WireFormat.OPENAI) : wires)
                .counting(counting)
                .build();
        return new BuiltIn(provider, keyVariables);
    }
}

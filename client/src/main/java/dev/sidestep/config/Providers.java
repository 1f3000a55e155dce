package dev.sidestep.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// All providers that an account can be at: the configured ones, and the built-in ones that those
/// do not replace.
final class Providers {
    private final Map<String, ProviderConfig> byName = new LinkedHashMap<>();

    Providers(List<ProviderConfig> configured) {
        BuiltIn.all().forEach((name, builtIn) -> byName.put(name, builtIn.provider()));
        configured.forEach(provider -> byName.put(provider.name(), provider));
    }

    /// The provider of this name, or the one with the longest name that this one begins with
    /// (`groq-free`: `groq`).
    Optional<ProviderConfig> find(String name) {
        return Names.beginnings(name)
                .flatMap(beginning -> Stream.ofNullable(byName.get(beginning)))
                .findFirst();
    }

    /// The type that a name in `fallbacks` stands for.
    Optional<String> type(String name) {
        return types().contains(name) ? Optional.of(name) : find(name).map(ProviderConfig::type);
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    Collection<String> names() {
        return byName.keySet();
    }

    private Set<String> types() {
        Set<String> types = new LinkedHashSet<>();
        byName.values().forEach(provider -> types.add(provider.type()));
        return types;
    }
}

package dev.sidestep.config;

import dev.sidestep.core.Counting;
import dev.sidestep.core.Model;
import dev.sidestep.wire.canonical.WireFormat;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads a provider: a new one, or other facts for a built-in one.
final class ProviderReader {
    private static final Map<String, WireFormat> WIRES =
            Arrays.stream(WireFormat.values()).collect(Collectors.toMap(WireFormat::id, Function.identity()));

    private ProviderReader() {}

    /// @param catalogue what is known of its models beforehand
    static Optional<ProviderConfig> read(String name, Section section, Catalogue catalogue) {
        Optional<String> givenType = section.value("type").flatMap(Names::read);
        Optional<ProviderConfig> family = new Providers(List.of()).find(givenType.orElse(name));
        Optional<URI> baseUrl = section.value("base-url").flatMap(Value::baseUrl);
        String type = family.map(ProviderConfig::type).or(() -> givenType).orElseGet(() -> BuiltIn.type(name));
        List<Model> models = models(section, type, catalogue.of(type));
        Optional<String> displayName = section.text("display-name");
        List<String> fallbacks = section.texts("fallbacks");
        Counting known = family.map(ProviderConfig::counting).orElseGet(() -> BuiltIn.counting(type));
        Counting counting = section.section("counting")
                .map(given -> CountingReader.read(given, known))
                .orElse(known);
        if (baseUrl.isEmpty() && family.isEmpty()) {
            if (!section.has("base-url")) {
                section.mistake("base-url", "a provider that is not built in needs a base-url");
            }
            return Optional.empty();
        }
        ProviderConfig.Builder builder = family.map(ProviderConfig::toBuilder)
                .orElseGet(() -> ProviderConfig.builder(name, baseUrl.orElseThrow()));
        builder.name(name).type(type).models(models).counting(counting);
        baseUrl.ifPresent(url -> builder.baseUrl(url).keyNeeded(false));
        displayName
                .or(() -> BuiltIn.all().containsKey(name) ? Optional.empty() : Optional.of(name))
                .ifPresent(builder::displayName);
        List<WireFormat> wires = wires(section);
        if (!wires.isEmpty()) {
            builder.wires(wires);
        }
        if (section.has("fallbacks")) {
            builder.fallbacks(fallbacks);
        }
        return Optional.of(builder.build());
    }

    /// The wire formats that a section names; none where it names none.
    static List<WireFormat> wires(Section section) {
        List<WireFormat> wires = new ArrayList<>();
        for (Value wire : section.list("wires")) {
            wire.choice(WIRES).ifPresent(wires::add);
        }
        return wires;
    }

    private static List<Model> models(Section section, String type, List<Model> catalogue) {
        Map<String, Model> known = new LinkedHashMap<>();
        catalogue.forEach(model -> known.put(model.id(), model));
        Map<String, Model> models = new LinkedHashMap<>();
        for (Value item : section.list("models")) {
            ModelReader.read(
                            item,
                            id -> Optional.ofNullable(known.get(id)).orElseGet(() -> Capabilities.unknown(type, id)))
                    .ifPresent(model -> {
                        if (models.put(model.id(), model) != null) {
                            item.mistake("model " + Closest.quoted(model.id()) + " is listed twice");
                        }
                    });
        }
        return List.copyOf(models.values());
    }
}

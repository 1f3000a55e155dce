package dev.sidestep.config;

import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.WireFormat;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a provider beforehand, for a person who adds an account at it. Immutable.
///
/// @param provider its name, which accounts' names begin with
/// @param displayName how people write it
/// @param baseUrl where it is
/// @param wire the wire format that it usually speaks
/// @param knownKeyUrl where a person gets a key, or null where none is needed
/// @param freeTier the limits of its free tier in words; empty where there is none, or none is known
/// @param quotas the same of each model, where they are the same for all
/// @param needsModels whether an account has to list its models, since the current catalogue knows none
/// @param models a few that it offers
/// @param note what else is good to know; may be empty
/// @param knownOn the day on which limits and models were looked up, such as `2026-11-21`
public record Preset(
        String provider,
        String displayName,
        URI baseUrl,
        WireFormat wire,
        @Nullable URI knownKeyUrl,
        String freeTier,
        AccountQuotas quotas,
        boolean needsModels,
        List<String> models,
        String note,
        String knownOn) {

    public Preset {
        models = List.copyOf(models);
    }

    /// Every preset, in the order in which people are shown them.
    public static List<Preset> all() {
        return Known.PRESETS;
    }

    /// Where a person gets a key; empty where none is needed.
    public Optional<URI> keyUrl() {
        return Optional.ofNullable(knownKeyUrl);
    }

    /// True where the provider is known by its name, so that an account at it needs no address.
    public boolean isBuiltIn() {
        return BuiltIn.all().containsKey(provider);
    }

    /// What `presets.yaml` says.
    private static final class Known {
        static final List<Preset> PRESETS = load();

        private static List<Preset> load() {
            ConfigDocument document =
                    ConfigDocument.parse("presets.yaml", Catalogue.resource("presets.yaml"), Map.of());
            String knownOn = document.root().text("known-on").orElse("");
            List<Preset> presets = new ArrayList<>();
            document.root()
                    .section("presets")
                    .ifPresent(all -> all.entries()
                            .forEach((name, value) ->
                                    value.section().ifPresent(section -> presets.add(read(name, section, knownOn)))));
            document.conclude();
            return List.copyOf(presets);
        }

        private static Preset read(String name, Section section, String knownOn) {
            ProviderConfig provider = provider(name, section);
            return new Preset(
                    name,
                    provider.displayName(),
                    provider.baseUrl(),
                    provider.wires().getFirst(),
                    section.value("key-url").flatMap(Value::baseUrl).orElse(null),
                    section.text("free-tier").orElse(""),
                    AccountQuotas.ofEachModel(section.section("quotas")
                            .map(quotas -> QuotaReader.read(quotas, List.of()))
                            .orElse(List.of())),
                    Catalogue.current().of(name).stream()
                            .noneMatch(model -> model.features().contains(Feature.CHAT)),
                    section.texts("models"),
                    section.text("note").orElse(""),
                    knownOn);
        }

        private static ProviderConfig provider(String name, Section section) {
            Optional<String> displayName = section.text("display-name");
            return section.value("base-url")
                    .flatMap(Value::baseUrl)
                    .map(url -> ProviderConfig.builder(name, url)
                            .displayName(displayName.orElse(name))
                            .build())
                    .orElseGet(() -> new Providers(List.of()).find(name).orElseThrow());
        }
    }
}

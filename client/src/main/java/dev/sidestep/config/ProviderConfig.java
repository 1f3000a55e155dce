package dev.sidestep.config;

import dev.sidestep.core.Counting;
import dev.sidestep.core.Model;
import dev.sidestep.wire.canonical.WireFormat;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A provider: where it is, how it speaks, and what it offers. Immutable;
/// [#builder(String, URI)].
///
/// @param name its name in configuration, such as `my-vllm`
/// @param type the family it belongs to; accounts of one type share a catalogue. By default the
///     name
/// @param displayName how people write it
/// @param baseUrl what paths such as `/chat/completions` are appended to, without a slash at its end
/// @param fallbacks types to go on to, best first
/// @param models what it offers, most capable first; empty for the catalogue's models of its type
/// @param keyNeeded whether an account of it is of no use without a key
/// @param wires the wire formats that it speaks, the usual one first; by default OpenAI's
/// @param counting how it counts what its limits are made of; by default as its type does, where
///     that is known
public record ProviderConfig(
        String name,
        String type,
        String displayName,
        URI baseUrl,
        List<String> fallbacks,
        List<Model> models,
        boolean keyNeeded,
        List<WireFormat> wires,
        Counting counting) {

    public ProviderConfig {
        Names.require("provider", name);
        Names.require("provider type", type);
        if (!BaseUrls.isServer(baseUrl)) {
            throw new IllegalArgumentException("base-url of provider " + name + " is not the address of a server");
        }
        fallbacks = List.copyOf(fallbacks);
        models = List.copyOf(models);
        wires = List.copyOf(wires);
        if (wires.isEmpty()) {
            throw new IllegalArgumentException("provider " + name + " speaks no wire format");
        }
    }

    /// A builder of a provider of its own type, with the catalogue's models, the usual fallbacks,
    /// and no need of a key.
    public static Builder builder(String name, URI baseUrl) {
        return new Builder(name, baseUrl);
    }

    /// A builder that starts with this provider.
    Builder toBuilder() {
        return builder(name, baseUrl)
                .type(type)
                .displayName(displayName)
                .fallbacks(fallbacks)
                .models(models)
                .keyNeeded(keyNeeded)
                .wires(wires)
                .counting(counting);
    }

    /// Builds a [ProviderConfig]. Not thread-safe.
    public static final class Builder {
        private String name;
        private String type;
        private String displayName;
        private URI baseUrl;
        private List<String> fallbacks = List.of("groq", "openai", "anthropic", "gemini");
        private List<Model> models = List.of();
        private boolean keyNeeded;
        private List<WireFormat> wires = List.of(WireFormat.OPENAI);
        private @Nullable Counting counting;

        private Builder(String name, URI baseUrl) {
            this.name = name;
            this.type = name;
            this.displayName = name;
            this.baseUrl = baseUrl;
        }

        Builder name(String value) {
            this.name = value;
            return this;
        }

        Builder baseUrl(URI value) {
            this.baseUrl = value;
            return this;
        }

        /// Sets [ProviderConfig#type()].
        public Builder type(String value) {
            this.type = value;
            return this;
        }

        /// Sets [ProviderConfig#displayName()].
        public Builder displayName(String value) {
            this.displayName = value;
            return this;
        }

        /// Sets [ProviderConfig#fallbacks()].
        public Builder fallbacks(List<String> value) {
            this.fallbacks = value;
            return this;
        }

        /// Sets [ProviderConfig#models()].
        public Builder models(List<Model> value) {
            this.models = value;
            return this;
        }

        /// Sets [ProviderConfig#keyNeeded()].
        public Builder keyNeeded(boolean value) {
            this.keyNeeded = value;
            return this;
        }

        /// Sets [ProviderConfig#wires()].
        public Builder wires(List<WireFormat> value) {
            this.wires = value;
            return this;
        }

        /// Sets [ProviderConfig#counting()].
        public Builder counting(Counting value) {
            this.counting = value;
            return this;
        }

        /// The provider.
        ///
        /// @throws IllegalArgumentException when a name or the base URL is malformed
        public ProviderConfig build() {
            return new ProviderConfig(
                    name,
                    type,
                    displayName,
                    baseUrl,
                    fallbacks,
                    models,
                    keyNeeded,
                    wires,
                    counting == null ? BuiltIn.counting(type) : counting);
        }
    }
}

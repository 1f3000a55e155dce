package dev.sidestep.config;

import dev.sidestep.core.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The models that are known without asking the providers, by provider type, most capable first.
/// Immutable.
///
/// @param id its name in configuration: `current` or `classic`
/// @param models the models of each provider type, chat models before embedding models
public record Catalogue(String id, Map<String, List<Model>> models) {
    /// The id of the one that providers' own lists correct.
    static final String CURRENT = "current";

    public Catalogue {
        Map<String, List<Model>> copy = new LinkedHashMap<>();
        models.forEach((type, list) -> copy.put(type, List.copyOf(list)));
        models = Collections.unmodifiableMap(copy);
    }

    /// What the providers offer today, without retired models.
    public static Catalogue current() {
        return Current.CATALOGUE;
    }

    /// The 29 models at Groq, OpenAI and Anthropic, and Gemini's two, with which failover began;
    /// many are retired, and all can be asked for. For simulations and tests.
    public static Catalogue classic() {
        return Classic.CATALOGUE;
    }

    /// The models of a provider type, in order; none where the type is not known.
    public List<Model> of(String type) {
        return models.getOrDefault(type, List.of());
    }

    private static final class Current {
        static final Catalogue CATALOGUE = load(CURRENT);
    }

    private static final class Classic {
        static final Catalogue CATALOGUE = load("classic");
    }

    private static Catalogue load(String id) {
        return new Catalogue(id, CatalogueFile.read(resource("catalog-" + id + ".txt")));
    }

    /// The text of a data file of this package.
    static String resource(String name) {
        try (InputStream file = Catalogue.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the library lacks its data file " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return models.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().size())
                .collect(Collectors.joining(", ", "Catalogue[" + id + ": ", "]"));
    }
}

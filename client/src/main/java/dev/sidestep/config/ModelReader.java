package dev.sidestep.config;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Model;
import dev.sidestep.core.Price;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads a model: its id alone, or a map of what is known of it.
final class ModelReader {
    /// More tokens than any model takes; catches a slip of the keyboard.
    private static final int MAX_TOKENS = 100_000_000;

    /// The features that stand as keys of their own; chat and embeddings exclude each other.
    private static final List<Feature> SWITCHES = Arrays.stream(Feature.values())
            .filter(feature -> feature != Feature.CHAT && feature != Feature.EMBEDDINGS)
            .toList();

    private ModelReader() {}

    /// @param known what is known of a model before the configuration speaks
    static Optional<Model> read(Value value, Function<String, Model> known) {
        if (!value.isMap()) {
            return value.text().map(known);
        }
        return value.section().flatMap(section -> {
            Optional<Model> model = section.text("id").map(known).map(base -> merge(section, base));
            if (!section.has("id")) {
                value.mistake("a model needs an id");
            }
            return model;
        });
    }

    /// The model with what a configuration says of it.
    static Model merge(Section section, Model base) {
        return new Model(
                base.id(),
                features(section, base.features()),
                section.integer("context-window", 1, MAX_TOKENS).orElse((int) base.contextWindowTokens()),
                section.integer("max-output", 1, MAX_TOKENS).orElse((int) base.maxOutputTokens()),
                price(section, base.knownPrice()),
                base.lifecycle());
    }

    private static Set<Feature> features(Section section, Set<Feature> base) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        features.addAll(base);
        for (Feature feature : SWITCHES) {
            section.flag(feature.id()).ifPresent(can -> {
                if (can) {
                    features.add(feature);
                } else {
                    features.remove(feature);
                }
            });
        }
        Optional<Boolean> embeds = section.flag(Feature.EMBEDDINGS.id());
        // A model that turns text into vectors answers no chats, so none of the rest holds for it.
        return embeds.orElse(false) ? EnumSet.of(Feature.EMBEDDINGS) : features;
    }

    private static @Nullable Price price(Section section, @Nullable Price base) {
        Optional<BigDecimal> input = section.decimal("input-price");
        Optional<BigDecimal> output = section.decimal("output-price");
        if (section.has("input-price") != section.has("output-price")) {
            section.mistake(
                    "input-price", "input-price and output-price come together, in US dollars per million tokens");
        }
        return input.isPresent() && output.isPresent() ? new Price(input.get(), output.get()) : base;
    }
}

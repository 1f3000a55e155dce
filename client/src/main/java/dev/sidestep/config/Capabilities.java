package dev.sidestep.config;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Model;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What models can do beside what the catalogue says of each, from a data file. What is wrong in it is a bug of ours.
///
/// @param type whose models
/// @param idPrefix how their ids start; empty for all
/// @param added to models that the catalogue knows
/// @param removed from all
record Capabilities(String type, String idPrefix, Set<Feature> added, Set<Feature> removed) {
    private static final String ALL = "*";

    /// What comes with a feature: a model that does the one does the other, unless the file says that it does not.
    private static final Map<Feature, Feature> COMPANIONS = Map.of(
            Feature.VISION, Feature.IMAGE_URLS,
            Feature.TOOLS, Feature.FORCED_TOOLS,
            Feature.JSON_SCHEMA, Feature.JSON_SCHEMA_WITH_TOOLS);

    private static final class Lines {
        static final List<Capabilities> ALL = load();
    }

    /// All that a model of the catalogue can do.
    static Set<Feature> ofKnown(String type, String id, Set<Feature> told) {
        Set<Feature> features = withCompanions(told);
        if (told.contains(Feature.CHAT)) {
            of(type, id).forEach(line -> {
                features.addAll(line.added);
                features.removeAll(line.removed);
            });
        }
        return features;
    }

    /// Features with what comes with them.
    static Set<Feature> withCompanions(Set<Feature> told) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        told.forEach(feature -> {
            features.add(feature);
            features.add(COMPANIONS.getOrDefault(feature, feature));
        });
        return features;
    }

    /// A model that is in no catalogue.
    static Model unknown(String type, String id) {
        Model unknown = Model.unknown(id);
        Set<Feature> features = EnumSet.copyOf(unknown.features());
        of(type, id).forEach(line -> {
            features.removeAll(line.removed);
            features.addAll(line.added);
        });
        return unknown.with(features);
    }

    private static List<Capabilities> of(String type, String id) {
        return Lines.ALL.stream()
                .filter(line -> line.type.equals(type) && id.startsWith(line.idPrefix))
                .toList();
    }

    private static List<Capabilities> load() {
        List<Capabilities> lines = new ArrayList<>();
        for (String line : Catalogue.resource("capabilities.txt").split("\n")) {
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(line(line.trim().split(" +")));
            }
        }
        return List.copyOf(lines);
    }

    private static Capabilities line(String[] words) {
        Set<Feature> added = EnumSet.noneOf(Feature.class);
        Set<Feature> removed = EnumSet.noneOf(Feature.class);
        for (String word : List.of(words).subList(2, words.length)) {
            Feature feature = Feature.of(word.substring(1)).orElseThrow(() -> new IllegalStateException(word));
            (word.startsWith("+") ? added : removed).add(feature);
        }
        return new Capabilities(words[0], words[1].equals(ALL) ? "" : words[1], added, removed);
    }
}

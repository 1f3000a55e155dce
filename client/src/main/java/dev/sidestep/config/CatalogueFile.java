package dev.sidestep.config;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.core.Price;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a catalogue's data file: a table, since as YAML it took longer to read than the rest of a
/// start. What is wrong in it is a bug of ours.
final class CatalogueFile {
    private static final int COLUMNS = 7;
    private static final String NOTHING = "-";

    private CatalogueFile() {}

    static Map<String, List<Model>> read(String text) {
        Map<String, List<Model>> models = new LinkedHashMap<>();
        List<Model> current = List.of();
        String type = "";
        for (String line : text.split("\n")) {
            if (line.startsWith("[")) {
                current = new ArrayList<>();
                type = line.substring(1, line.indexOf(']'));
                models.put(type, current);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                current.add(model(type, line, line.trim().split(" +")));
            }
        }
        return models;
    }

    private static Model model(String type, String line, String[] columns) {
        if (columns.length != COLUMNS) {
            throw new IllegalStateException("expected " + COLUMNS + " columns: " + line);
        }
        return new Model(
                columns[0],
                Capabilities.ofKnown(type, columns[0], features(columns[3])),
                size(columns[1]),
                size(columns[2]),
                price(columns[4], columns[5]),
                lifecycle(columns[6]));
    }

    private static Set<Feature> features(String words) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (String word : words.equals(NOTHING) ? new String[0] : words.split(",")) {
            features.add(Feature.of(word).orElseThrow());
        }
        if (!features.contains(Feature.EMBEDDINGS)) {
            features.add(Feature.CHAT);
        }
        return features;
    }

    private static long size(String word) {
        return word.equals(NOTHING) ? 0 : Long.parseLong(word);
    }

    private static @Nullable Price price(String input, String output) {
        return input.equals(NOTHING) ? null : new Price(new BigDecimal(input), new BigDecimal(output));
    }

    private static Lifecycle lifecycle(String word) {
        if (word.equals(NOTHING)) {
            return Lifecycle.ACTIVE;
        }
        LocalDate day = LocalDate.parse(word.substring(word.indexOf(':') + 1));
        return word.startsWith("retired:") ? new Lifecycle.Retired(day) : new Lifecycle.Deprecated(day);
    }
}

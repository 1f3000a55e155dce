package dev.sidestep.wire.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Which words of a model's id say that it answers no chat calls, from a data file.
final class NoChat {
    private static final String FILE = "no-chat.txt";
    private static final List<String> WORDS = load();

    private NoChat() {}

    /// True where the text has one of the words.
    static boolean isSaidBy(String text) {
        String words = words(text);
        return WORDS.stream().anyMatch(words::contains);
    }

    /// The words of a text, with a dash on both sides of each.
    private static String words(String text) {
        return "-" + text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-";
    }

    private static List<String> load() {
        try (InputStream file = NoChat.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the library lacks its data file " + FILE);
            }
            String lines = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(NoChat::pattern)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String pattern(String line) {
        String text = line.strip();
        return text.endsWith("*") ? "-" + text.substring(0, text.length() - 1) : "-" + text + "-";
    }
}

package dev.sidestep.config;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What providers, accounts and routes may be called: names end up in headers, logs and
/// `provider/model`.
public final class Names {
    /// What is expected, in words.
    public static final String EXPECTED =
            "a name of letters, digits, '-', '_' and '.', at most 64, beginning with a letter or digit";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Names() {}

    /// Whether something may be called this.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// The name that stands at a place; empty, with a mistake, where it is none.
    static Optional<String> read(Value value) {
        Optional<String> text = value.text();
        if (text.isPresent() && !isName(text.get())) {
            value.mistake("expected " + EXPECTED + ", found " + Closest.quoted(text.get()));
            return Optional.empty();
        }
        return text;
    }

    /// The name, and what it begins with, longest first: `groq-free-2`, `groq-free`, `groq`.
    static Stream<String> beginnings(String name) {
        return Stream.iterate(
                name, part -> !part.isEmpty(), part -> part.substring(0, Math.max(0, part.lastIndexOf('-'))));
    }

    static void require(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "expected " + EXPECTED + " for the " + what + ", found " + Closest.quoted(name));
        }
    }
}

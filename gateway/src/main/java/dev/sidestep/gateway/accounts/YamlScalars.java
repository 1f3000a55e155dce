package dev.sidestep.gateway.accounts;

import dev.sidestep.wire.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Texts as they are written into YAML: as they are where that is certain, else in quotes.
final class YamlScalars {
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._/@+-]|:(?=[A-Za-z0-9])){0,250}(?<![.:@+-])");

    private static final Set<String> WORDS = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private YamlScalars() {}

    static String of(String text) {
        boolean isWord = WORDS.contains(text.toLowerCase(Locale.ROOT));
        boolean hasLetter = text.chars().anyMatch(Character::isLetter);
        return PLAIN.matcher(text).matches() && hasLetter && !isWord ? text : Json.quoted(text);
    }

    static String list(List<String> written) {
        return "[" + String.join(", ", written) + "]";
    }
}

package dev.sidestep.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Texts that stand wherever a secret can stand, and may be seen nowhere else. They look like no provider's keys, so
/// that
/// nothing finds them but who knows them. Immutable.
final class Canaries {
    /// A tail that is longer than what is shown of a key.
    private static final int PIECE = 8;

    private static final String WORDS = "Qm7Zt1Va %s Xw3Lp8Hs";

    private final Map<String, String> byPlace = new LinkedHashMap<>();
    private final Map<String, List<String>> traces = new LinkedHashMap<>();

    /// A canary for each place.
    Canaries(String... places) {
        for (String place : places) {
            put(place, text(place));
        }
    }

    /// One whose beginning and end are its own, so that a piece of it tells whose it is.
    private static String text(String place) {
        String salt = Integer.toHexString(0x1000_0000 + place.hashCode() % 0x0800_0000);
        return WORDS.formatted(place).replace(' ', '-').replace("Qm7Z", salt.substring(0, 6)) + salt;
    }

    /// One more, of a given form.
    Canaries put(String place, String text) {
        byPlace.put(place, text);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        traces.put(
                place,
                List.of(
                        text.substring(0, PIECE),
                        text.substring(text.length() - PIECE),
                        base64.substring(0, 2 * PIECE)));
        return this;
    }

    /// That of a place.
    String at(String place) {
        String text = byPlace.get(place);
        if (text == null) {
            throw new IllegalArgumentException(place);
        }
        return text;
    }

    /// All of them.
    List<String> all() {
        return List.copyOf(byPlace.values());
    }

    /// Whose canaries, or pieces of them, are in a text.
    List<String> in(String text) {
        List<String> found = new ArrayList<>();
        traces.forEach((place, pieces) -> pieces.stream()
                .filter(text::contains)
                .findFirst()
                .ifPresent(piece -> found.add(place + ": …" + around(text, piece) + "…")));
        return found;
    }

    private static String around(String text, String piece) {
        int at = text.indexOf(piece);
        return text.substring(Math.max(0, at - 100), Math.min(text.length(), at + 40));
    }
}

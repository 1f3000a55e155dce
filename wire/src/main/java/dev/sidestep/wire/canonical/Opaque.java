package dev.sidestep.wire.canonical;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// State that a provider handed out and that only it can read: a signature, encrypted reasoning. It goes back to its
/// issuer and to nobody else, who would refuse the call. Immutable.
///
/// @param wire the format that it came in
/// @param issuer the target that issued it, as `account/model`; empty where nobody knows
/// @param kind what it is in that format: `signature`, `redacted_thinking`, `thoughtSignature`, `encrypted_content`
/// @param data as it came
public record Opaque(WireFormat wire, String issuer, String kind, String data) {
    /*
     * To a client that speaks another wire format it goes as a token in that format's own opaque field, with its issuer
     * in it, so that it finds back after a restart and without any memory of ours.
     */
    /// What each of [#token]'s texts begins with.
    public static final String MARK = "sidestep.1.";

    private static final String SEPARATOR = "\n";

    /// True where this target, which speaks this format, may be given it back. What nobody knows the issuer of goes to
    /// its format, which answers for it.
    public boolean isFor(WireFormat asked, String target) {
        return wire == asked && (issuer.isEmpty() || issuer.equals(target));
    }

    /// It and its issuer as one text, for the opaque fields of other formats.
    public String token() {
        String text = String.join(SEPARATOR, wire.id(), issuer, kind, data);
        return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// What a text stands for: what [#token] made of it, or else state of this format whose issuer nobody knows.
    public static Opaque of(WireFormat wire, String kind, String text) {
        return ofToken(text).orElseGet(() -> new Opaque(wire, "", kind, text));
    }

    /// True for a text that [#token] made.
    public static boolean isToken(String text) {
        return text.startsWith(MARK);
    }

    private static Optional<Opaque> ofToken(String text) {
        if (!isToken(text)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.substring(MARK.length()));
            List<String> parts = List.of(new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, 4));
            return parts.size() < 4
                    ? Optional.empty()
                    : WireFormat.of(parts.get(0))
                            .map(from -> new Opaque(from, parts.get(1), parts.get(2), parts.get(3)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

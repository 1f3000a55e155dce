package dev.sidestep.wire.limits.bodies;

import java.util.List;

/// Takes off what a gateway writes around a provider's refusal: exception names
/// (`litellm.RateLimitError: AnthropicException - ...`), a status, Python's way of writing objects.
final class Relayed {
    /// How exceptions begin that are believed whatever the status: a gateway makes a 400 of a
    /// provider's 400.
    private static final List<String> KNOWN = List.of("litellm.", "openai.", "anthropic.");
    /// Exceptions around exceptions; four is the most that was seen.
    private static final int MAX_NAMES = 8;

    private Relayed() {}

    /// The document inside a message, or nothing: the whole message, or what stands behind a
    /// gateway's own words.
    ///
    /// @param mayQuote true where words before a document may be the provider's, and the document
    ///     the caller's
    static String document(String message, boolean mayQuote) {
        String text = message.strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            return text;
        }
        if (mayQuote && KNOWN.stream().noneMatch(text::startsWith)) {
            return "";
        }
        int start = text.indexOf('{');
        // A document of one word is a placeholder: "limit of {n}".
        return start < 0 || text.indexOf(':', start) < 0 ? "" : inJson(text.substring(start));
    }

    /// Python writes `None`, `True` and `False`.
    private static String inJson(String document) {
        return document.replace(": None", ": null").replace(": True", ": true").replace(": False", ": false");
    }

    /// The message without exception names and statuses before it.
    static String sentence(String message) {
        String text = message.strip();
        for (int names = 0; names < MAX_NAMES; names++) {
            int end = behindName(text);
            if (end == 0) {
                break;
            }
            text = text.substring(end).strip();
        }
        return text;
    }

    /// Behind `some.RateLimitError: `, `GroqException - ` or `Error code: 429 - ` at the beginning,
    /// or 0.
    private static int behindName(String text) {
        int at = 0;
        while (at < text.length() && (Character.isLetter(text.charAt(at)) || "._".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String name = text.substring(0, at);
        if (name.endsWith("Error") || name.endsWith("Exception")) {
            return text.startsWith(": ", at) || text.startsWith(" - ", at) ? at + 2 : behindStatus(text, at);
        }
        return 0;
    }

    private static int behindStatus(String text, int at) {
        String label = " code: ";
        boolean hasStatus = text.startsWith(label, at) && text.startsWith(" - ", at + label.length() + 3);
        return hasStatus ? at + label.length() + 6 : 0;
    }
}

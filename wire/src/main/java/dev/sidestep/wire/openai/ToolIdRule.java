package dev.sidestep.wire.openai;

import dev.sidestep.wire.format.Digest;
import java.util.Locale;
import java.util.Set;

/// Which ids of tool calls an endpoint takes. What it does not take is rewritten, always to the same id, so that a call
/// and its result still belong together.
enum ToolIdRule {
    /// Any.
    ANY,
    /// At most 40 characters, at OpenAI.
    AT_MOST_40,
    /// Nine letters and digits, at Mistral.
    NINE_ALPHANUMERIC;

    /// The longest that OpenAI takes, in characters.
    static final int MAX_LENGTH = 40;

    private static final int MISTRAL_LENGTH = 9;

    static ToolIdRule of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /// The id as this endpoint takes it.
    String fit(String id) {
        if (takes(id)) {
            return id;
        }
        return this == NINE_ALPHANUMERIC ? Digest.letters(id, MISTRAL_LENGTH) : Digest.callId(id);
    }

    /// True where a call with these oddities may have an id that this endpoint does not take.
    boolean concern(Set<String> oddities) {
        return switch (this) {
            case ANY -> false;
            case AT_MOST_40 -> oddities.contains(Oddity.LONG_TOOL_IDS);
            case NINE_ALPHANUMERIC -> oddities.contains(Oddity.TOOL_IDS) || oddities.contains(Oddity.LONG_TOOL_IDS);
        };
    }

    /// True where this endpoint takes the id as it is.
    boolean takes(String id) {
        return switch (this) {
            case ANY -> true;
            case AT_MOST_40 -> id.length() <= MAX_LENGTH;
            case NINE_ALPHANUMERIC ->
                id.length() == MISTRAL_LENGTH && id.chars().allMatch(ToolIdRule::isLetterOrDigit);
        };
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}

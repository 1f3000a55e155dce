package dev.sidestep.wire.format;

import java.util.regex.Pattern;

/// The ids of tool calls towards providers that take up to 64 letters, digits, underscores and hyphens. What they do
/// not
/// take is rewritten, always to the same id, so that a call and its result stay together.
public final class SentIds {
    private static final Pattern TAKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private SentIds() {}

    /// The provider's id of a tool call: its own, where that is remembered, else the client's.
    public static String of(String clientId, ToolCallMemory memory) {
        return memory.providerId(clientId)
                .filter(SentIds::isTaken)
                .orElseGet(() -> isTaken(clientId) ? clientId : Digest.callId(clientId));
    }

    private static boolean isTaken(String id) {
        return TAKEN.matcher(id).matches();
    }
}

package dev.sidestep.gateway.wires;

/// A wire format in which clients call, by the name that it has in the conversations' files.
enum Client {
    /// OpenAI's Chat Completions.
    CHAT,
    /// OpenAI's Responses.
    RESPONSES,
    /// Anthropic's Messages.
    MESSAGES;

    String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

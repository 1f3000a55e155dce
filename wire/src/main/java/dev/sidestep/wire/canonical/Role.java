package dev.sidestep.wire.canonical;

/// Who speaks in a turn.
public enum Role {
    /// The operator.
    SYSTEM,
    /// The operator, in the words of OpenAI's newer models.
    DEVELOPER,
    /// The caller.
    USER,
    /// The model.
    ASSISTANT,
    /// A tool: the turn holds one [Part.ToolResult]. Where a wire format has results in the user's turn, they are
    /// parts of that one.
    TOOL
}

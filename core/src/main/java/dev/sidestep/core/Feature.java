package dev.sidestep.core;

/// Something a call can need and a model can have.
public enum Feature {
    /// Answers chat completions.
    CHAT("chat"),
    /// Turns text into vectors.
    EMBEDDINGS("embeddings"),
    /// Reads images.
    VISION("vision"),
    /// Reads or writes sound.
    AUDIO("audio"),
    /// Calls the tools (functions) that the caller describes.
    TOOLS("tools"),
    /// Answers in the shape of a JSON Schema that the caller gives.
    JSON_SCHEMA("json-schema"),
    /// Thinks before it answers, with an effort that the caller may set.
    REASONING("reasoning");

    private final String id;

    Feature(String id) {
        this.id = id;
    }

    /// The feature's name in configuration, `explain` and messages.
    public String id() {
        return id;
    }
}

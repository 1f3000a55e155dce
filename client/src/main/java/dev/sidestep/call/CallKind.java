package dev.sidestep.call;

/// What kind of call it is.
public enum CallKind {
    /// A chat completion.
    CHAT("chat"),
    /// Vectors for texts.
    EMBEDDINGS("embeddings"),
    /// A message to a configured agent.
    AGENT("agent");

    private final String id;

    CallKind(String id) {
        this.id = id;
    }

    /// Its name in the ledger and in answers.
    public String id() {
        return id;
    }
}

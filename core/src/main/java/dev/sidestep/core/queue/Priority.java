package dev.sidestep.core.queue;

/// How much a call's wait matters, the most first.
public enum Priority {
    /// Somebody looks at the screen.
    INTERACTIVE("interactive"),
    /// Nobody does: it may wait until the others were served, but not for ever.
    BATCH("batch");

    private final String id;

    Priority(String id) {
        this.id = id;
    }

    /// The priority's name in configuration, headers and metrics.
    public String id() {
        return id;
    }
}

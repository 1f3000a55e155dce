package dev.sidestep.core;

/// The span over which a limit counts. A short limit and a long one of the same target are two records: neither widens
/// nor ends the other.
public enum Window {
    SECOND("second"),
    MINUTE("minute"),
    HOUR("hour"),
    DAY("day"),
    MONTH("month"),
    /// The provider did not say.
    UNSPECIFIED("unspecified");

    private final String id;

    Window(String id) {
        this.id = id;
    }

    /// The window's name in the status and in logs.
    public String id() {
        return id;
    }
}

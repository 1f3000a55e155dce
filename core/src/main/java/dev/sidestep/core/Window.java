package dev.sidestep.core;

/// The span over which a limit counts. A short limit and a long one of the same target are two records: neither widens
/// nor ends the other.
public enum Window {
    SECOND("second", 1),
    MINUTE("minute", 60),
    HOUR("hour", 3_600),
    DAY("day", 86_400),
    MONTH("month", 31 * 86_400),
    /// The provider did not say.
    UNSPECIFIED("unspecified", 0);

    private final String id;
    private final long seconds;

    Window(String id, long seconds) {
        this.id = id;
        this.seconds = seconds;
    }

    /// Its length where it follows no calendar. A month has 31 days, the side on which no limit is met; 0 where the
    /// provider did not say.
    public long seconds() {
        return seconds;
    }

    /// The window's name in the status and in logs.
    public String id() {
        return id;
    }
}

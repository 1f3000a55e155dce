package dev.sidestep.gateway.cli;

/// Writes spans as people read them on a terminal.
final class Spans {
    private Spans() {}

    /// `7s`, `18m 21s`, `2h 5m`.
    static String inWords(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3600
                ? seconds / 60 + "m " + seconds % 60 + "s"
                : seconds / 3600 + "h " + seconds % 3600 / 60 + "m";
    }
}

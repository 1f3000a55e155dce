package dev.sidestep.gateway.log;

/// How much of a text a line has.
final class Bounds {
    /// Characters of a text that are looked at. More than twice of what is shown, so that a secret is whole when it is
    /// looked for, wherever the shown text ends.
    private static final int MOST_READ = 64 * 1024;

    /// Characters that are shown: below what collectors of logs take as one line.
    private static final int MOST_SHOWN = 16 * 1024;

    private static final String CUT = " …";

    private Bounds() {}

    /// As much as is looked at.
    static String read(String text) {
        return text.length() <= MOST_READ ? text : text.substring(0, MOST_READ);
    }

    /// As much as is shown.
    static String cut(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + CUT;
    }
}

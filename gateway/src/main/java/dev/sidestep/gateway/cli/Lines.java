package dev.sidestep.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Lines of text, each in one colour; what is longer than a line of the terminal is cut, and nothing in them moves the
/// cursor, whoever wrote it. Not thread-safe.
final class Lines {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private final int width;
    private final List<Line> all = new ArrayList<>();

    /// One line in one colour.
    record Line(Paint paint, String text) {}

    /// @param width cells of a line
    Lines(int width) {
        this.width = width;
    }

    void add(Paint paint, String text) {
        all.add(new Line(paint, cut(CONTROL.matcher(text).replaceAll("?"), width)));
    }

    /// The text, with an ellipsis in place of what has no room.
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }

    List<Line> all() {
        return List.copyOf(all);
    }

    static void print(List<Line> lines, Terminal terminal) {
        lines.forEach(line -> terminal.print(terminal.paint(line.paint(), line.text())));
    }
}

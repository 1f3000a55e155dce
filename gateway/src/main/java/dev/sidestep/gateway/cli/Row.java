package dev.sidestep.gateway.cli;

import dev.sidestep.gateway.cli.Lines.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// One line of a screen in several colours, no wider than it may be; nothing in it moves the cursor. Not thread-safe.
final class Row {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private final int width;
    private final List<Line> parts = new ArrayList<>();
    private int used;

    /// @param width cells of the line
    Row(int width) {
        this.width = width;
    }

    /// Adds a text; what has no room is cut.
    Row with(Paint paint, String text) {
        if (used == width) {
            return this;
        }
        String safe = Lines.cut(CONTROL.matcher(text).replaceAll("?"), width - used);
        parts.add(new Line(paint, safe));
        used += safe.length();
        return this;
    }

    /// Adds a text in so many cells.
    Row cell(Paint paint, String text, int cells) {
        String cut = Lines.cut(text, cells);
        return with(paint, cut + " ".repeat(Math.max(0, cells - cut.length())));
    }

    /// Adds a text at the end of the line, where there is room between.
    Row atEnd(Paint paint, String text) {
        int room = width - used - text.length();
        return room < 1 ? this : with(Paint.PLAIN, " ".repeat(room)).with(paint, text);
    }

    String text(Terminal terminal) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(terminal.paint(part.paint(), part.text())));
        return text.toString();
    }
}

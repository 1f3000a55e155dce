package dev.sidestep.gateway.cli;

import java.util.ArrayList;
import java.util.List;

/// Lines of text in columns, each as wide as its widest cell. Not thread-safe.
final class Table {
    private static final String GAP = "  ";

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        this.head = List.of(head);
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void print(Terminal terminal) {
        int[] widths = new int[head.size()];
        widen(widths, head);
        rows.forEach(row -> widen(widths, row));
        terminal.print(terminal.paint(Paint.TITLE, line(widths, head)));
        rows.forEach(row -> terminal.print(line(widths, row)));
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells.get(i).length());
        }
    }

    private static String line(int[] widths, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(cells.get(i))
                    .repeat(" ", widths[i] - cells.get(i).length())
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }
}

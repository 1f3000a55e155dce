package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.gateway.cli.Lines.Line;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a running gateway was used for, as lines of text: a row per group with a bar of its share, the total, and what
/// is not sure about it. Not thread-safe.
final class UsageView {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final String GAP = "  ";
    private static final int MOST_CELLS = 12;
    private static final int FEWEST_CELLS = 5;
    /// What a line needs beside its bar.
    private static final int WORDS_CELLS = 72;

    private static final int LEAST_GROUP_CELLS = 6;
    private static final int GOOD_PERCENT = 99;
    private static final int BAD_PERCENT = 90;

    private final JsonNode usage;
    private final Lines lines;
    private final int width;
    private final boolean isPriced;

    /// @param usage the gateway's answer
    /// @param width cells of a line; what is longer is cut
    UsageView(JsonNode usage, int width) {
        this.usage = usage;
        this.width = width;
        this.lines = new Lines(width);
        this.isPriced = total().path("cost_usd").decimalValue().signum() > 0;
    }

    private JsonNode total() {
        return usage.path("total");
    }

    /// True where there is nothing to show.
    boolean isEmpty() {
        return usage.path("rows").isEmpty();
    }

    /// `2026-10-23 09:30 to 2026-11-22 09:30 UTC`.
    String span() {
        return at("from") + " to " + at("to") + " " + usage.path("zone").asText();
    }

    private String at(String name) {
        ZoneId zone = ZoneId.of(usage.path("zone").asText("UTC"));
        return MINUTE.format(
                Instant.parse(usage.path(name).asText("1970-01-01T00:00:00Z")).atZone(zone));
    }

    /// The lines.
    List<Line> lines() {
        lines.add(Paint.TITLE, "Usage from " + span());
        List<List<String>> table = table();
        int groups = usage.path("group_by").size();
        int[] widths = widths(table, groups);
        int last = table.size() - 1;
        for (int i = 0; i <= last; i++) {
            lines.add(paint(i, last), line(table.get(i), widths, groups));
        }
        limits();
        doubts();
        return lines.all();
    }

    private List<List<String>> table() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>();
        usage.path("group_by").forEach(name -> head.add(name.asText().toUpperCase(Locale.ROOT)));
        head.addAll(List.of("CALLS", "ANSWERED", "IN", "OUT", "COST", isPriced ? "OF COST" : "OF TOKENS"));
        table.add(head);
        usage.path("rows").forEach(row -> table.add(row(row)));
        table.add(sum(head.size()));
        return table;
    }

    private List<String> row(JsonNode row) {
        List<String> cells = new ArrayList<>();
        usage.path("group_by").forEach(name -> cells.add(name(row.path(name.asText()))));
        cells.addAll(figures(row));
        cells.add(bar(weight(row), weight(total())));
        return cells;
    }

    private static String name(JsonNode value) {
        return value.asText().isEmpty() ? "(none)" : value.asText();
    }

    private List<String> sum(int columns) {
        List<String> cells = new ArrayList<>();
        cells.add("total");
        while (cells.size() < usage.path("group_by").size()) {
            cells.add("");
        }
        cells.addAll(figures(total()));
        while (cells.size() < columns) {
            cells.add("");
        }
        return cells;
    }

    private static List<String> figures(JsonNode row) {
        return List.of(
                Amounts.count(row.path("calls").asLong()),
                Amounts.share(
                        row.path("answered").decimalValue(), row.path("calls").decimalValue()),
                Amounts.count(row.path("input_tokens").asLong()),
                Amounts.count(row.path("output_tokens").asLong()),
                cost(row));
    }

    private static String cost(JsonNode row) {
        boolean isUnpriced = row.path("unpriced").asLong() > 0;
        if (row.path("cost_usd").decimalValue().signum() == 0 && isUnpriced) {
            return "unpriced";
        }
        return Amounts.dollars(row.path("cost_usd")) + (isUnpriced ? "+" : "");
    }

    private BigDecimal weight(JsonNode row) {
        return isPriced
                ? row.path("cost_usd").decimalValue()
                : row.path("input_tokens")
                        .decimalValue()
                        .add(row.path("output_tokens").decimalValue());
    }

    private String bar(BigDecimal part, BigDecimal whole) {
        int cells = Math.clamp(width - WORDS_CELLS, FEWEST_CELLS, MOST_CELLS);
        int percent = whole.signum() == 0 ? 0 : Amounts.percent(part, whole);
        int full = (int) Math.round(percent * cells / 100.0);
        return "█".repeat(full) + "░".repeat(cells - full) + " " + Amounts.share(part, whole);
    }

    /// As wide as the widest cell, but for the groups, which share what the figures leave.
    private int[] widths(List<List<String>> table, int groups) {
        int[] widths = new int[table.getFirst().size()];
        table.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        int tooMany = -width - GAP.length();
        for (int each : widths) {
            tooMany += each + GAP.length();
        }
        while (tooMany > 0 && narrow(widths, groups)) {
            tooMany--;
        }
        return widths;
    }

    /// Takes a cell from the widest group; false where that would leave nothing to read.
    private static boolean narrow(int[] widths, int groups) {
        int widest = 0;
        for (int i = 1; i < groups; i++) {
            widest = widths[i] > widths[widest] ? i : widest;
        }
        if (widths[widest] <= LEAST_GROUP_CELLS) {
            return false;
        }
        widths[widest]--;
        return true;
    }

    private static String line(List<String> cells, int[] widths, int groups) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = Lines.cut(cells.get(i), widths[i]);
            String pad = " ".repeat(widths[i] - cell.length());
            boolean isFigure = i >= groups && i < widths.length - 1;
            line.append(isFigure ? pad + cell : cell + pad).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private Paint paint(int index, int last) {
        if (index == 0 || index == last) {
            return Paint.TITLE;
        }
        JsonNode row = usage.path("rows").path(index - 1);
        BigDecimal calls = row.path("calls").decimalValue();
        if (calls.signum() == 0) {
            return Paint.FAINT;
        }
        int percent = Amounts.percent(row.path("answered").decimalValue(), calls);
        return percent >= GOOD_PERCENT ? Paint.GOOD : percent < BAD_PERCENT ? Paint.BAD : Paint.LIMITED;
    }

    private void limits() {
        long met = total().path("rate_limited").asLong();
        long avoided = total().path("avoided").asLong();
        long sidestepped = total().path("sidestepped").asLong();
        if (met + avoided + sidestepped > 0) {
            lines.add(
                    Paint.FAINT,
                    Accounts.counted(sidestepped, "call") + " went round something; " + Accounts.counted(met, "attempt")
                            + " met a limit, " + Amounts.count(avoided) + " avoided");
        }
    }

    /// What is not sure about the figures, in as many words.
    private void doubts() {
        JsonNode total = total();
        doubt(total.path("estimated"), "estimated: the provider told no tokens");
        doubt(
                total.path("unknown"),
                "unknown, and not in the cost: at most " + Amounts.dollars(total.path("unknown_cost_usd")) + " more");
        doubt(total.path("unpriced"), "unpriced: took tokens that have no price here");
    }

    private void doubt(JsonNode attempts, String text) {
        if (attempts.asLong() > 0) {
            lines.add(Paint.LIMITED, Accounts.counted(attempts.asLong(), "attempt") + " " + text);
        }
    }
}

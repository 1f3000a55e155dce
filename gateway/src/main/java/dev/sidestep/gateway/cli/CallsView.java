package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.gateway.cli.Lines.Line;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The latest calls of a running gateway as lines of text, one for each.
///
/// @param width cells of a line; what is longer is cut
/// @param zone whose time is shown
record CallsView(int width, ZoneId zone) {
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

    /// The lines about these calls.
    List<Line> lines(JsonNode calls) {
        int ids = Math.max("CALL".length(), widest(calls, "id"));
        int outcomes = Math.max("OUTCOME".length(), widest(calls, "outcome"));
        String format = "%-14s  %-" + ids + "s  %-" + outcomes + "s  %5s  %6s  %s";
        Lines lines = new Lines(width);
        lines.add(Paint.TITLE, row(format, "AT", "CALL", "OUTCOME", "TRIES", "TIME", "ASKED FOR → TARGET"));
        calls.forEach(call -> lines.add(paint(call), row(format, cells(call))));
        return lines.all();
    }

    private static int widest(JsonNode calls, String name) {
        int widest = 0;
        for (JsonNode call : calls) {
            widest = Math.max(widest, call.path(name).asText().length());
        }
        return widest;
    }

    private static String row(String format, Object... cells) {
        return String.format(Locale.ROOT, format, cells).stripTrailing();
    }

    private Object[] cells(JsonNode call) {
        String target = call.path("target").asText();
        return new Object[] {
            SECOND.format(Instant.parse(call.path("at").asText()).atZone(zone)),
            call.path("id").asText(),
            call.path("outcome").asText(),
            call.path("attempts").asText(),
            isOpen(call) ? "" : Amounts.millis(call.path("duration_ms").asLong()),
            call.path("wanted").asText() + (target.isEmpty() ? "" : " → " + target)
        };
    }

    private static boolean isOpen(JsonNode call) {
        return call.path("outcome").asText().equals("open");
    }

    /// The colour of what a call came to.
    static Paint paint(JsonNode call) {
        return switch (call.path("outcome").asText()) {
            case "answered" -> call.path("sidestepped").asBoolean() ? Paint.LIMITED : Paint.GOOD;
            case "open", "unknown", "cancelled" -> Paint.FAINT;
            default -> Paint.BAD;
        };
    }
}

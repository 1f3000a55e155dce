package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a running gateway does right now, as lines of a screen: figures, what is wrong, calls as trails, and
/// targets that are not ready. Immutable.
///
/// @param width cells of a line
/// @param height lines of the screen; what has no room is left out
/// @param zone of the times
record TopView(String gateway, int width, int height, ZoneId zone) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final Duration STALE = Duration.ofSeconds(3);

    private static final int CLOCK_CELLS = 10;
    private static final int SPAN_CELLS = 8;
    private static final int WIDE = 100;
    private static final int MOST_NAME_CELLS = 34;

    /// Lines beside calls and targets: head, trouble, figures, two titles, legend, and what keeps them apart.
    private static final int OTHER_LINES = 10;

    private static final int FEWEST_CALLS = 3;

    /// The screen at a moment.
    List<Row> rows(Now now, Instant at) {
        List<Row> rows = new ArrayList<>();
        rows.add(head(now, at));
        trouble(rows, now.tick().path("trouble"));
        rows.add(row());
        rows.add(figures(now, at));
        rows.add(row());
        List<JsonNode> away = now.notReady();
        int room = Math.max(0, height - OTHER_LINES);
        int shown = Math.min(away.size(), Math.max(0, Math.min(room - FEWEST_CALLS, Math.max(3, room / 3))));
        calls(rows, now, at, room - shown);
        targets(rows, away, at, shown);
        rows.add(row().with(Paint.FAINT, "q ends   " + TrailBar.LEGEND));
        return rows.size() > height ? rows.subList(0, height) : rows;
    }

    private Row row() {
        return new Row(width);
    }

    private Row head(Now now, Instant at) {
        long silent = Duration.between(now.heardAt(), at).toSeconds();
        boolean isStale = silent >= STALE.toSeconds();
        String up = now.hello().hasNonNull("started_at")
                ? ", up "
                        + Spans.inWords(Duration.between(
                                        Instant.parse(
                                                now.hello().path("started_at").asText()),
                                        at)
                                .toSeconds())
                : "";
        return row().with(Paint.TITLE, "Sidestep")
                .with(Paint.PLAIN, " at " + gateway)
                .with(Paint.FAINT, up + (now.hello().path("simulated").asBoolean() ? ", simulated" : ""))
                .atEnd(
                        isStale ? Paint.BAD : Paint.GOOD,
                        isStale
                                ? "last heard " + silent + "s ago, reconnecting"
                                : "live " + CLOCK.format(at.atZone(zone)));
    }

    private void trouble(List<Row> rows, JsonNode trouble) {
        String severity = trouble.path("severity").asText("ok");
        Paint paint = switch (severity) {
            case "ok" -> Paint.GOOD;
            case "notice" -> Paint.MOVE;
            case "warning" -> Paint.LIMITED;
            default -> Paint.BAD;
        };
        String sign = severity.equals("ok") ? "● " : severity.equals("notice") ? "○ " : "▲ ";
        rows.add(row().with(paint, sign + trouble.path("text").asText()));
        String advice = trouble.path("advice").asText();
        rows.add(row().with(Paint.FAINT, advice.isEmpty() ? "" : "  " + advice));
    }

    private Row figures(Now now, Instant at) {
        long ended = now.lately("answered") + now.lately("failed") + now.lately("cancelled") + now.lately("broken");
        JsonNode waiting = now.tick().path("waiting");
        long waits =
                waiting.path("interactive").asLong() + waiting.path("batch").asLong();
        Row row = row();
        long seconds = now.seconds(at);
        figure(row, seconds < 60 ? "calls in " + seconds + "s" : "calls/min", grouped(now.lately("began")));
        figure(row, "answered", ended == 0 ? "-" : percent(now.lately("answered"), ended));
        figure(row, "sidestepped", grouped(now.lately("sidestepped")));
        figure(row, "waited", grouped(now.lately("waited")));
        figure(row, "429s", grouped(now.lately("rate_limited")));
        figure(row, "under way", grouped(now.tick().path("in_flight").asLong()));
        if (waits > 0) {
            figure(
                    row,
                    "waiting",
                    grouped(waits) + ", the first for "
                            + Spans.inWords(waiting.path("longest_seconds").asLong()));
        }
        return row;
    }

    private static void figure(Row row, String name, String value) {
        row.with(Paint.FAINT, name + " ").with(Paint.TITLE, value).with(Paint.PLAIN, "   ");
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// Never 100 % of what is not all.
    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", Math.floor(1_000.0 * part / whole) / 10);
    }

    private void calls(List<Row> rows, Now now, Instant at, int most) {
        List<JsonNode> calls = now.calls(most);
        int name = nameCells();
        int target = width >= WIDE ? name : 0;
        int cells = Math.max(5, width - CLOCK_CELLS - name - target - SPAN_CELLS - 3);
        TrailBar bar = TrailBar.fitting(calls, cells, at);
        long unshown = now.unshown();
        rows.add(row().with(Paint.TITLE, "Calls")
                .with(Paint.FAINT, unshown > 0 ? "  " + grouped(unshown) + " more of the last minute not shown" : "")
                .atEnd(Paint.FAINT, "axis " + span(bar.mostMillis())));
        for (JsonNode call : calls) {
            Row row = row().cell(Paint.FAINT, clock(call), CLOCK_CELLS)
                    .cell(Paint.PLAIN, call.path("wanted").asText(), name)
                    .with(Paint.PLAIN, " ");
            bar.draw(row, call, at);
            if (target > 0) {
                row.with(Paint.PLAIN, " ").cell(paint(call), said(call), target);
            }
            rows.add(row.atEnd(Paint.PLAIN, span(TrailBar.millis(call, at))));
        }
        if (calls.isEmpty()) {
            rows.add(row().with(Paint.FAINT, "  none so far; make one:"));
            rows.add(row().with(
                            Paint.FAINT,
                            "  curl " + gateway + "/v1/chat/completions -H 'Content-Type: application/json' \\"));
            rows.add(
                    row().with(
                                    Paint.FAINT,
                                    "    -d '{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}'"));
        }
    }

    private int nameCells() {
        return Math.clamp(width / 4, 12, MOST_NAME_CELLS);
    }

    private String clock(JsonNode call) {
        return CLOCK.format(Instant.parse(call.path("at").asText()).atZone(zone));
    }

    /// Who answered, or why nobody did.
    private static String said(JsonNode call) {
        String outcome = call.path("outcome").asText();
        JsonNode attempts = TrailBar.attempts(call);
        String last = attempts.isArray() && !attempts.isEmpty()
                ? attempts.get(attempts.size() - 1).path("target").asText()
                : call.path("target").asText();
        if (call.hasNonNull("waits_until")) {
            return "waiting";
        }
        return outcome.equals("answered") || outcome.equals("open") ? last : outcome;
    }

    private static Paint paint(JsonNode call) {
        return switch (call.path("outcome").asText()) {
            case "answered" -> Paint.PLAIN;
            case "open" -> Paint.FAINT;
            case "rate-limited" -> Paint.LIMITED;
            default -> Paint.BAD;
        };
    }

    private static String span(long millis) {
        if (millis < 1_000) {
            return millis + "ms";
        }
        return millis < 60_000 ? String.format(Locale.ROOT, "%.1fs", millis / 1_000.0) : Spans.inWords(millis / 1_000);
    }

    private void targets(List<Row> rows, List<JsonNode> away, Instant at, int shown) {
        rows.add(row());
        rows.add(row().with(Paint.TITLE, away.isEmpty() ? "All targets are ready" : "Not ready")
                .with(Paint.FAINT, away.size() > shown ? "  " + shown + " of " + away.size() : ""));
        for (JsonNode target : away.subList(0, shown)) {
            String state = target.path("state").asText();
            rows.add(row().with(Paint.PLAIN, "  ")
                    .cell(Paint.PLAIN, target.path("target").asText(), Math.min(width / 2, 2 * MOST_NAME_CELLS))
                    .with(
                            state.equals("benched") || state.equals("unhealthy") ? Paint.BAD : Paint.LIMITED,
                            "  " + state)
                    .with(Paint.PLAIN, back(target, at))
                    .with(Paint.FAINT, why(target)));
        }
    }

    private static String back(JsonNode target, Instant at) {
        if (!target.hasNonNull("state_until")) {
            return "";
        }
        Instant until = Instant.parse(target.path("state_until").asText());
        return " " + Spans.inWords(Math.max(0, Duration.between(at, until).toSeconds()));
    }

    private static String why(JsonNode target) {
        JsonNode cooldown = target.path("cooldowns").path(0);
        String window = cooldown.path("window").asText("unspecified");
        return cooldown.isMissingNode()
                ? ""
                : "  " + cooldown.path("kind").asText() + (window.equals("unspecified") ? "" : " per " + window);
    }
}

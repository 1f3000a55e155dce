package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/// A call as its trail of attempts in cells: as many per attempt as it took, told apart by their shape as well as by
/// their colour.
///
/// @param cells of the whole axis
/// @param mostMillis what the axis is long
record TrailBar(int cells, long mostMillis) {
    /// What the shapes mean.
    static final String LEGEND = "█ answered  ▄ limited  x failed  ▒ under way  · waited";

    private static final char WAITED = '·';
    private static final long[] NICE = {100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000, 120_000, 300_000};

    /// The shape and the colour of an outcome.
    private record Shape(char cell, Paint paint) {
        static Shape of(String outcome) {
            return switch (outcome) {
                case "succeeded", "answered" -> new Shape('█', Paint.GOOD);
                case "open" -> new Shape('▒', Paint.MOVE);
                case "rate-limited" -> new Shape('▄', Paint.LIMITED);
                default -> new Shape('x', Paint.BAD);
            };
        }
    }

    /// An axis on which most of these calls fit.
    static TrailBar fitting(Iterable<JsonNode> calls, int cells, Instant now) {
        long longest = 0;
        for (JsonNode call : calls) {
            longest = Math.max(longest, millis(call, now));
        }
        for (long nice : NICE) {
            if (nice >= longest) {
                return new TrailBar(cells, nice);
            }
        }
        return new TrailBar(cells, NICE[NICE.length - 1]);
    }

    /// How long the call took, or has been under way.
    static long millis(JsonNode call, Instant now) {
        long told = call.path("duration_ms").asLong();
        if (!call.path("outcome").asText().equals("open")) {
            return told;
        }
        return Math.max(
                told,
                Duration.between(Instant.parse(call.path("at").asText()), now).toMillis());
    }

    /// The attempts of a call of the feed, or of the ledger's list.
    static JsonNode attempts(JsonNode call) {
        return call.path(call.has("trail") ? "trail" : "attempts");
    }

    /// Draws the call.
    void draw(Row row, JsonNode call, Instant now) {
        Drawing drawing = new Drawing(row);
        JsonNode attempts = attempts(call);
        for (JsonNode attempt : attempts) {
            long start = attempt.path("start_ms").asLong();
            drawing.to(start, new Shape(attempt.path("waited_ms").asLong() > 0 ? WAITED : ' ', Paint.FAINT), 0);
            boolean isOpen = attempt.path("outcome").asText().equals("open");
            long end = isOpen
                    ? millis(call, now)
                    : start + attempt.path("duration_ms").asLong();
            drawing.to(end, Shape.of(attempt.path("outcome").asText()), 1);
        }
        if (attempts.isEmpty()) {
            // Of a call of the ledger's list nobody knows how long each attempt took.
            drawing.to(call.path("waited_ms").asLong(), new Shape(WAITED, Paint.FAINT), 0);
            drawing.to(millis(call, now), Shape.of(call.path("outcome").asText()), 1);
        } else if (call.hasNonNull("waits_until")) {
            drawing.to(millis(call, now), new Shape(WAITED, Paint.FAINT), 1);
        }
        drawing.rest();
    }

    /// Goes along the axis.
    private final class Drawing {
        private final Row row;
        private int at;

        private Drawing(Row row) {
            this.row = row;
        }

        /// Draws up to a moment, at least so many cells.
        private void to(long millis, Shape shape, int least) {
            int end = (int) Math.min(cells, Math.round((double) cells * millis / mostMillis));
            int count = Math.min(cells - at, Math.max(least, end - at));
            if (count > 0) {
                row.with(shape.paint(), String.valueOf(shape.cell()).repeat(count));
                at += count;
            }
        }

        private void rest() {
            row.with(Paint.PLAIN, " ".repeat(cells - at));
        }
    }
}

package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/// What is left of a limit, as a bar: `TPM ████████░░░░ 62 % of 6,000, full in 23s`.
///
/// @param name of the limit, as people abbreviate it
/// @param percent what is left of it, rounded down
/// @param details how much that is, and when all of it is back
record RoomBar(String name, int percent, String details) {
    /// Wide enough for every name but those of input and output tokens.
    private static final int NAME_CELLS = 4;

    private static final int LITTLE_PERCENT = 10;
    private static final int HALF_PERCENT = 50;

    /// The bar of a quota as the gateway tells it.
    static RoomBar of(JsonNode quota) {
        long limit = quota.path("limit").asLong();
        long remaining = quota.path("remaining").asLong();
        int percent = limit <= 0 ? 0 : (int) (100.0 * remaining / limit);
        return new RoomBar(
                name(quota), percent, "of " + grouped(limit) + full(quota, limit - remaining) + guess(quota));
    }

    private static String full(JsonNode quota, long used) {
        long seconds = quota.path("reset_seconds").asLong();
        if (used <= 0) {
            return "";
        }
        return seconds > 0 ? ", full in " + Spans.inWords(seconds) : ", " + grouped(used) + " in use";
    }

    private static String guess(JsonNode quota) {
        return quota.path("source").asText().equals("inferred") ? " (inferred)" : "";
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `RPM`, `TPD`, `ITPM` for input tokens per minute.
    private static String name(JsonNode quota) {
        String window = quota.path("window").asText("?").substring(0, 1).toUpperCase(Locale.ROOT);
        return switch (quota.path("unit").asText()) {
            case "requests" -> "RP" + window;
            case "tokens" -> "TP" + window;
            case "input-tokens" -> "ITP" + window;
            case "output-tokens" -> "OTP" + window;
            case "concurrent" -> "open";
            default -> quota.path("unit").asText();
        };
    }

    /// The line.
    ///
    /// @param cells how many cells the bar itself has
    String text(int cells) {
        int full = (int) Math.round(percent * cells / 100.0);
        return name
                + " ".repeat(Math.max(1, NAME_CELLS + 1 - name.length()))
                + "█".repeat(full)
                + "░".repeat(cells - full)
                + String.format(Locale.ROOT, " %3d %% ", percent)
                + details;
    }

    /// Its colour.
    Paint paint() {
        if (percent < LITTLE_PERCENT) {
            return Paint.BAD;
        }
        return percent < HALF_PERCENT ? Paint.LIMITED : Paint.GOOD;
    }
}

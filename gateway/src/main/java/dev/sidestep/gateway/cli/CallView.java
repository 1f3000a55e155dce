package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.gateway.cli.Lines.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// One call of a running gateway as lines of text: what it came to, each attempt at its time, and who was passed over
/// and why. Not thread-safe.
final class CallView {
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String INDENT = " ".repeat(11);

    private final JsonNode call;
    private final ZoneId zone;
    private final Lines lines;

    /// @param call the gateway's answer
    /// @param width cells of a line; what is longer is cut
    /// @param zone whose time is shown
    CallView(JsonNode call, int width, ZoneId zone) {
        this.call = call;
        this.zone = zone;
        this.lines = new Lines(width);
    }

    /// The lines.
    List<Line> lines() {
        lines.add(CallsView.paint(call), "Call " + text(call, "id") + ": " + text(call, "outcome") + by() + in());
        if (!text(call, "detail").isEmpty()) {
            lines.add(Paint.LIMITED, "  " + oneLine(text(call, "detail")));
        }
        lines.add(Paint.FAINT, "  " + SECOND.format(at(call).atZone(zone)) + ", " + asked());
        lines.add(Paint.FAINT, "  " + waited(call) + "cost " + cost());
        call.path("attempts").forEach(this::attempt);
        call.path("skipped").forEach(skipped -> lines.add(Paint.FAINT, "  not asked: " + skipped(skipped)));
        content();
        return lines.all();
    }

    private String by() {
        String target = text(call, "target");
        return target.isEmpty() ? "" : (text(call, "outcome").equals("answered") ? " by " : ", last asked ") + target;
    }

    private String in() {
        long millis = call.path("duration_ms").asLong();
        return millis == 0 ? "" : " after " + Amounts.millis(millis);
    }

    private String asked() {
        String client = text(call, "client");
        return text(call, "kind") + " for " + text(call, "wanted") + " in " + text(call, "wire")
                + (call.path("streaming").asBoolean() ? ", streamed" : "")
                + (client.isEmpty() ? "" : ", of " + client);
    }

    private static String waited(JsonNode of) {
        long millis = of.path("waited_ms").asLong();
        return millis == 0 ? "" : "waited " + Amounts.millis(millis) + ", ";
    }

    private String cost() {
        JsonNode cost = call.path("cost");
        boolean isUnsure = cost.path("unknown_usd").decimalValue().signum() > 0;
        long unpriced = cost.path("unpriced").asLong();
        return Amounts.dollars(cost.path("usd"))
                + (isUnsure ? ", at most " + Amounts.dollars(cost.path("unknown_usd")) + " more" : "")
                + (unpriced == 0 ? "" : ", " + Accounts.counted(unpriced, "attempt") + " without a price");
    }

    private void attempt(JsonNode attempt) {
        attempt.path("skipped").forEach(skipped -> lines.add(Paint.FAINT, INDENT + "passed over " + skipped(skipped)));
        // Not before the call, even where the clock was set back.
        long after = Math.max(0, Duration.between(at(call), at(attempt)).toMillis());
        lines.add(
                paint(attempt),
                String.format(
                        Locale.ROOT,
                        "  %-8s %s %s (%s): %s",
                        "+" + Amounts.millis(after),
                        text(attempt, "number"),
                        text(attempt, "target"),
                        text(attempt, "move"),
                        outcome(attempt)));
        if (!text(attempt, "detail").isEmpty()) {
            lines.add(Paint.FAINT, INDENT + oneLine(text(attempt, "detail")));
        }
        times(attempt);
        lines.add(Paint.FAINT, INDENT + tokens(attempt) + cost(attempt));
    }

    private static Paint paint(JsonNode attempt) {
        return switch (text(attempt, "outcome")) {
            case "succeeded" -> Paint.GOOD;
            case "rate-limited" -> Paint.LIMITED;
            case "open", "unknown", "cancelled" -> Paint.FAINT;
            default -> Paint.BAD;
        };
    }

    private static String outcome(JsonNode attempt) {
        long cooled = attempt.path("cooldown_seconds").asLong();
        return text(attempt, "outcome")
                + " after " + Amounts.millis(attempt.path("duration_ms").asLong())
                + (cooled == 0 ? "" : ", cools " + Spans.inWords(cooled))
                + (attempt.path("sent").asBoolean() ? "" : ", never sent");
    }

    private void times(JsonNode attempt) {
        JsonNode content = attempt.path("first_content_ms");
        String times =
                waited(attempt) + (content.isNumber() ? "first content after " + Amounts.millis(content.asLong()) : "");
        if (!times.isEmpty()) {
            lines.add(Paint.FAINT, INDENT + times.replaceFirst(", $", ""));
        }
    }

    private static String tokens(JsonNode attempt) {
        JsonNode tokens = attempt.path("tokens");
        long input = tokens.path("input").asLong();
        long output = tokens.path("output").asLong();
        return input + output == 0
                ? "no tokens"
                : Amounts.count(input) + share(tokens.path("cached"), "cached") + " tokens in, " + Amounts.count(output)
                        + share(tokens.path("reasoning"), "thought") + " out";
    }

    private static String share(JsonNode part, String name) {
        return part.asLong() == 0 ? "" : " (" + Amounts.count(part.asLong()) + " " + name + ")";
    }

    private static String cost(JsonNode attempt) {
        JsonNode usd = attempt.path("cost").path("usd");
        String state = text(attempt.path("tokens"), "state");
        boolean isSettled = state.equals("settled");
        if (!usd.isNumber()) {
            return isSettled ? "" : ", " + state;
        }
        boolean isMost = List.of("open", "unknown").contains(state);
        return ", " + (isMost ? "at most " : "") + Amounts.dollars(usd) + (isSettled ? "" : " " + state);
    }

    private static String skipped(JsonNode skipped) {
        String detail = text(skipped, "detail");
        return text(skipped, "target") + ": " + text(skipped, "why") + (detail.isEmpty() ? "" : ", " + oneLine(detail));
    }

    private void content() {
        JsonNode content = call.path("content");
        if (content.isObject()) {
            lines.add(Paint.FAINT, "  said     " + oneLine(text(content, "request")));
            lines.add(Paint.FAINT, "  answered " + oneLine(text(content, "answer")));
        }
    }

    private static Instant at(JsonNode of) {
        return Instant.parse(text(of, "at"));
    }

    private static String text(JsonNode of, String name) {
        return of.path(name).asText();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}

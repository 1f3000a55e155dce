package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.gateway.cli.Lines.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The targets of a running gateway as lines of text, account by account: what keeps each away and
/// for how long, and what room there is in its limits. Not thread-safe.
final class TargetsView {
    /// Longer bars tell no more.
    private static final int MOST_CELLS = 12;
    /// What a line needs beside its bar.
    private static final int WORDS_CELLS = 48;

    private static final int FEWEST_CELLS = 5;
    private static final Set<String> OF_SEVERAL_MODELS = Set.of("quota-group", "account");

    private final Lines lines;
    private final int width;
    private final boolean isComplete;

    /// @param width cells of a line; what is longer is cut
    /// @param isComplete true where targets of which there is nothing to tell are told as well
    TargetsView(int width, boolean isComplete) {
        this.width = width;
        this.lines = new Lines(width);
        this.isComplete = isComplete;
    }

    /// The lines about what the gateway tells.
    List<Line> lines(JsonNode targets) {
        Map<String, List<JsonNode>> byAccount = new LinkedHashMap<>();
        targets.forEach(target -> byAccount
                .computeIfAbsent(target.path("account").asText(), _ -> new ArrayList<>())
                .add(target));
        byAccount.forEach(this::account);
        return lines.all();
    }

    private void account(String name, List<JsonNode> targets) {
        JsonNode first = targets.getFirst();
        String group = first.path("quota_group").asText();
        add(
                Paint.TITLE,
                name + "  " + first.path("provider").asText() + (group.equals(name) ? "" : ", quota group " + group)
                        + ": " + counts(targets));
        bars("  ", first, OF_SEVERAL_MODELS::contains);
        int unmentioned = 0;
        for (JsonNode target : targets) {
            if (isComplete || isWorthALine(target)) {
                target(target);
            } else {
                unmentioned++;
            }
        }
        if (unmentioned > 0) {
            add(Paint.FAINT, "  " + unmentioned + " more ready, with nothing used");
        }
    }

    private static String counts(List<JsonNode> targets) {
        Map<String, Integer> byState = new TreeMap<>();
        targets.forEach(target -> byState.merge(target.path("state").asText(), 1, Integer::sum));
        List<String> words = new ArrayList<>();
        byState.forEach((state, count) -> words.add(count + " " + state));
        return String.join(", ", words);
    }

    private static boolean isWorthALine(JsonNode target) {
        if (!target.path("state").asText().equals("ready")) {
            return true;
        }
        for (JsonNode quota : target.path("quotas")) {
            boolean isOwn = !OF_SEVERAL_MODELS.contains(quota.path("scope").asText());
            if (isOwn && quota.path("remaining").asLong() < quota.path("limit").asLong()) {
                return true;
            }
        }
        return false;
    }

    private void target(JsonNode target) {
        String state = target.path("state").asText();
        long seconds = target.path("state_seconds").asLong();
        add(
                paint(state),
                "  " + target.path("model").asText() + "  " + state
                        + (seconds > 0 ? " " + Spans.inWords(seconds) : ""));
        target.path("cooldowns").forEach(this::cooldown);
        bars("    ", target, scope -> !OF_SEVERAL_MODELS.contains(scope));
    }

    private static Paint paint(String state) {
        return switch (state) {
            case "ready" -> Paint.GOOD;
            case "benched", "unhealthy" -> Paint.BAD;
            default -> Paint.LIMITED;
        };
    }

    private void cooldown(JsonNode cooldown) {
        String kind = cooldown.path("kind").asText();
        JsonNode recovering = cooldown.path("recovering");
        if (!recovering.isMissingNode()) {
            add(
                    Paint.FAINT,
                    "    after " + kind + ": " + recovering.path("under_way").asInt() + " of "
                            + recovering.path("allowance").asInt() + " under way");
            return;
        }
        String window = cooldown.path("window").asText();
        String reason = cooldown.path("reason").asText().replaceAll("\\s+", " ");
        add(
                Paint.FAINT,
                "    " + kind + (window.equals("unspecified") ? "" : " per " + window) + ", key "
                        + cooldown.path("key").asText() + (reason.isEmpty() ? "" : ": " + reason));
    }

    private void bars(String indent, JsonNode target, Predicate<String> scope) {
        int cells = Math.clamp(width - WORDS_CELLS, FEWEST_CELLS, MOST_CELLS);
        for (JsonNode quota : target.path("quotas")) {
            if (scope.test(quota.path("scope").asText())) {
                RoomBar bar = RoomBar.of(quota);
                add(bar.paint(), indent + bar.text(cells));
            }
        }
    }

    private void add(Paint paint, String text) {
        lines.add(paint, text);
    }
}

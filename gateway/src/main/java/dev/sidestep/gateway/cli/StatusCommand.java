package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what is cooling in a running gateway, and clears it.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {"Shows what is cooling in a running gateway, for how long and why.", ""},
        footer = {
            "",
            "Examples:",
            "  sidestep status                              of the gateway on this machine",
            "  sidestep status --json | jq .total_cached",
            "  sidestep status --clear groq_gemma2-9b-it    ends one cooldown",
            "  sidestep status --clear                      ends all"
        })
final class StatusCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/rate-limit-status";

    /// Characters of a reason that are shown, so that a row stays a line; `--json` has them all.
    private static final int MAX_REASON = 80;

    private final Terminal terminal;

    @Mixin
    private RunningGateway gateway = new RunningGateway();

    @Option(names = "--json", description = "The gateway's own answer, as it came.")
    private boolean json;

    @Option(
            names = "--clear",
            paramLabel = "KEY",
            arity = "0..1",
            fallbackValue = "",
            description = "End the cooldown of this key, or all without one.")
    private Optional<String> clear = Optional.empty();

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (clear.isPresent()) {
            String query =
                    clear.get().isEmpty() ? "" : "?key=" + URLEncoder.encode(clear.get(), StandardCharsets.UTF_8);
            String answer = gateway.ask(terminal, "DELETE", PATH + query);
            terminal.print(json ? answer : cleared(RunningGateway.read(answer)));
            return 0;
        }
        String answer = gateway.ask(terminal, "GET", PATH);
        if (json) {
            terminal.print(answer);
        } else {
            show(RunningGateway.read(answer));
        }
        return 0;
    }

    private static String cleared(JsonNode answer) {
        return "Cleared: " + answer.path("cleared").asInt();
    }

    private void show(JsonNode status) {
        int total = status.path("total_cached").asInt();
        if (total == 0) {
            terminal.print(terminal.paint(Paint.GOOD, "Nothing is cooling."));
        } else {
            Table table = new Table("KEY", "REMAINING", "UNTIL", "KIND", "SCOPE", "REASON");
            status.path("entries").forEach(entry -> row(table, entry));
            table.print(terminal);
        }
        List<String> available = new ArrayList<>();
        status.path("available_models")
                .properties()
                .forEach(each ->
                        available.add(each.getKey() + " " + each.getValue().asInt()));
        terminal.print(total + " cooling; models available: " + String.join(", ", available));
    }

    private static void row(Table table, JsonNode entry) {
        table.row(
                entry.path("key").asText(),
                inWords(entry.path("remaining_seconds").asLong()),
                entry.path("cooldown_until").asText(),
                entry.path("kind").asText("-"),
                entry.path("scope").asText("-"),
                shortened(entry.path("reason").asText("-").replaceAll("\\s+", " ")));
    }

    private static String shortened(String reason) {
        return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON - 1) + "…";
    }

    /// `7s`, `18m 21s`, `2h 5m`.
    static String inWords(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3600
                ? seconds / 60 + "m " + seconds % 60 + "s"
                : seconds / 3600 + "h " + seconds % 3600 / 60 + "m";
    }
}

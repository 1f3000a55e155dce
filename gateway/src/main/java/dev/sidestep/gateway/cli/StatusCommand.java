package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what is cooling in a running gateway and what room there is in its limits, and clears it.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what is cooling in a running gateway, for how long and why, and what is left of the limits.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  sidestep status                              of the gateway on this machine",
            "  sidestep status --watch                      again and again, until Ctrl-C",
            "  sidestep status --json | jq .total_cached",
            "  sidestep status --clear groq_gemma2-9b-it    ends one cooldown",
            "  sidestep status --clear                      ends all",
            "",
            "Bars show what is left: RPM and RPD are requests per minute and day, TPM and TPD tokens."
        })
final class StatusCommand implements Callable<Integer> {
    private static final String STATUS = "/api/v1/rate-limit-status";
    private static final String TARGETS = "/api/v1/targets";
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J\u001b[3J";

    private final Terminal terminal;

    @Mixin
    private RunningGateway gateway = new RunningGateway();

    @Option(names = "--json", description = "The gateway's own answer, as it came.")
    private boolean json;

    @Option(names = "--all", description = "Every target, also those of which there is nothing to tell.")
    private boolean all;

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "2",
            description = "Show it again after so many seconds, by default 2.")
    private Optional<Integer> watch = Optional.empty();

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
    public Integer call() throws InterruptedException {
        if (clear.isPresent()) {
            clear(clear.get());
            return 0;
        }
        if (watch.filter(seconds -> seconds < 1).isPresent()) {
            throw CommandFailedException.wrongUsage("--watch takes whole seconds from 1");
        }
        show();
        while (watch.isPresent() && !terminal.stop().await(watch.get(), TimeUnit.SECONDS)) {
            show();
        }
        return 0;
    }

    private void clear(String key) {
        String query = key.isEmpty() ? "" : "?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
        String answer = gateway.ask(terminal, "DELETE", STATUS + query);
        terminal.print(
                json
                        ? answer
                        : "Cleared: "
                                + RunningGateway.read(answer).path("cleared").asInt());
    }

    private void show() {
        String status = gateway.ask(terminal, "GET", STATUS);
        if (json) {
            terminal.print(status);
            return;
        }
        JsonNode targets = RunningGateway.read(gateway.ask(terminal, "GET", TARGETS));
        if (watch.isPresent()) {
            terminal.print(terminal.coloured() ? CLEAR_SCREEN : "");
        }
        Lines.print(new TargetsView(terminal.columns(), all).lines(targets.path("targets")), terminal);
        lists(targets.path("model_lists"));
        summary(RunningGateway.read(status), targets.path("waiting"));
    }

    /// What providers offer that the catalogue does not know, and the other way round.
    private void lists(JsonNode lists) {
        for (JsonNode list : lists) {
            int added = list.path("added").size();
            List<String> gone = new ArrayList<>();
            list.path("gone").forEach(id -> gone.add(id.asText()));
            if (added + gone.size() > 0) {
                terminal.print(list.path("account").asText() + " lists " + Accounts.counted(added, "more model")
                        + (gone.isEmpty() ? "" : "; gone: " + String.join(", ", gone)));
            }
        }
    }

    private void summary(JsonNode status, JsonNode waiting) {
        int total = status.path("total_cached").asInt();
        if (total == 0) {
            terminal.print(terminal.paint(Paint.GOOD, "Nothing is cooling."));
        }
        List<String> available = new ArrayList<>();
        status.path("available_models")
                .properties()
                .forEach(each ->
                        available.add(each.getKey() + " " + each.getValue().asInt()));
        terminal.print(total + " cooling; models available: " + String.join(", ", available));
        int interactive = waiting.path("interactive").asInt();
        int batch = waiting.path("batch").asInt();
        if (interactive + batch > 0) {
            terminal.print(interactive + batch + " waiting: " + interactive + " interactive, " + batch
                    + " batch, the first for "
                    + Spans.inWords(waiting.path("longest_seconds").asLong()));
        }
    }
}

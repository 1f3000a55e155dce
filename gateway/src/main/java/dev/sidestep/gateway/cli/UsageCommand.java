package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what a running gateway was used for.
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description = {"Shows calls, tokens and cost of a running gateway, by provider, model, client, day, …", ""},
        footer = {
            "",
            "Examples:",
            "  sidestep usage                            the last 30 days, by provider and model",
            "  sidestep usage --by day --from -7d        a week, day by day",
            "  sidestep usage --by client,model --from 2026-11-01 --to 2026-11-30",
            "  sidestep usage --csv > usage.csv",
            "",
            "A cost with a + has more to it that nobody has a price for. What is estimated or unknown is said below",
            "the table. Gateways that have admin keys want one of them."
        })
final class UsageCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private RunningGateway gateway = new RunningGateway();

    @Option(
            names = "--by",
            paramLabel = "GROUPS",
            description = "Some of provider, account, model, client, day, hour; by default provider,model.")
    private Optional<String> by = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            description = "A date, a time, or a span such as -24h or -7d; by default -30d.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "WHEN", description = "The same, a date to its end; by default now.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Whose days count, such as Europe/Paris; by default UTC.")
    private Optional<String> zone = Optional.empty();

    @Option(names = "--json", description = "The gateway's own answer, as it came.")
    private boolean json;

    @Option(names = "--csv", description = "For spreadsheets.")
    private boolean csv;

    UsageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (json && csv) {
            throw CommandFailedException.wrongUsage("--json and --csv are two formats: leave one out");
        }
        String answer = gateway.ask(terminal, "GET", path());
        if (json) {
            terminal.print(answer);
        } else if (csv) {
            terminal.out().print(answer);
            terminal.out().flush();
        } else {
            show(RunningGateway.read(answer));
        }
        return 0;
    }

    private String path() {
        Query path = new Query("/api/v1/usage");
        by.ifPresent(value -> path.with("group_by", value));
        from.ifPresent(value -> path.with("from", value));
        to.ifPresent(value -> path.with("to", value));
        zone.ifPresent(value -> path.with("zone", value));
        return path.with("format", csv ? "csv" : "json").text();
    }

    private void show(JsonNode usage) {
        UsageView view = new UsageView(usage, terminal.columns());
        if (view.isEmpty()) {
            terminal.print("Nothing was used from " + view.span() + ".");
            gateway.teachFirstCall(terminal);
            terminal.print("An earlier time:  sidestep usage --from 2026-01-01");
            return;
        }
        Lines.print(view.lines(), terminal);
    }
}

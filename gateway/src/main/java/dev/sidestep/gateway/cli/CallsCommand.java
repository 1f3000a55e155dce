package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows the latest calls of a running gateway, or one with its attempts.
@Command(
        name = "calls",
        mixinStandardHelpOptions = true,
        description = {"Lists the latest calls of a running gateway, or shows what one of them went through.", ""},
        footer = {
            "",
            "Examples:",
            "  sidestep calls                            the latest, with what they came to",
            "  sidestep calls --outcome rate-limited     those that failed because of limits",
            "  sidestep calls ID                         every attempt of one, and why others were passed over",
            "",
            "A call's id is in its answer's header x-sidestep-call, and in the log. Gateways that have admin keys want",
            "one of them."
        })
final class CallsCommand implements Callable<Integer> {
    private static final String CALLS = "/api/v1/calls";

    private final Terminal terminal;

    @Mixin
    private RunningGateway gateway = new RunningGateway();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The call to show.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "ID",
            description = "Only calls that this model answered, or was asked last.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--account", paramLabel = "NAME", description = "Only calls that this account answered.")
    private Optional<String> account = Optional.empty();

    @Option(names = "--client", paramLabel = "NAME", description = "Only calls of this key.")
    private Optional<String> client = Optional.empty();

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "Such as answered, broken, cancelled, rate-limited.")
    private Optional<String> outcome = Optional.empty();

    @Option(names = "--before", paramLabel = "ID", description = "Only calls that are older than this one.")
    private Optional<String> before = Optional.empty();

    @Option(names = "--limit", paramLabel = "NUMBER", defaultValue = "20", description = "How many; by default 20.")
    private int limit;

    @Option(names = "--json", description = "The gateway's own answer, as it came.")
    private boolean json;

    CallsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String path = id.map(each -> CALLS + "/" + Query.escaped(each)).orElseGet(this::path);
        String answer = gateway.ask(terminal, "GET", path);
        if (json) {
            terminal.print(answer);
        } else if (id.isPresent()) {
            CallView view = new CallView(RunningGateway.read(answer), terminal.columns(), ZoneId.systemDefault());
            Lines.print(view.lines(), terminal);
        } else {
            list(RunningGateway.read(answer));
        }
        return 0;
    }

    private String path() {
        Query path = new Query(CALLS);
        model.ifPresent(value -> path.with("model", value));
        account.ifPresent(value -> path.with("account", value));
        client.ifPresent(value -> path.with("client", value));
        outcome.ifPresent(value -> path.with("outcome", value));
        before.ifPresent(value -> path.with("before", value));
        return path.with("limit", Integer.toString(limit)).text();
    }

    private void list(JsonNode document) {
        JsonNode calls = document.path("calls");
        if (calls.isEmpty()) {
            terminal.print("No such calls in the ledger.");
            gateway.teachFirstCall(terminal);
            return;
        }
        CallsView view = new CallsView(terminal.columns(), ZoneId.systemDefault());
        Lines.print(view.lines(calls), terminal);
        terminal.print("What one went through:  sidestep calls "
                + calls.path(0).path("id").asText());
        String next = document.path("next").asText("");
        if (document.path("next").isTextual()) {
            terminal.print("Older ones:             sidestep calls --before " + next);
        }
    }
}

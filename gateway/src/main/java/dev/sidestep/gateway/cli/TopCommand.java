package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what a running gateway does, live: what the dashboard's page Now shows, on a terminal.
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what a running gateway does right now: figures of the last minute, what is wrong and what to do",
            "about it, each call as its trail of attempts, and when targets come back that are not ready.",
            "Goes on until q or Ctrl-C; where no person looks at a screen, one frame is printed.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  sidestep top                                 of the gateway on this machine",
            "  sidestep top --url https://llm.example.org --key $SIDESTEP_ADMIN_KEY",
            "  sidestep top --once                          one frame, for scripts and tickets",
            "",
            "Calls are bars on one axis, the newest first: " + TrailBar.LEGEND,
            "In the browser, with more: the gateway's own address."
        })
final class TopCommand implements Callable<Integer> {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String TO_END_OF_LINE = "\u001b[K";
    private static final String TO_END_OF_SCREEN = "\u001b[J";

    private static final long MILLIS_BETWEEN_FRAMES = 250;
    private static final long MILLIS_UNTIL_FIRST_TICK = 5_000;
    private static final int CALLS_BEFORE = 20;

    private final Terminal terminal;

    @Mixin
    private RunningGateway gateway = new RunningGateway();

    @Option(names = "--once", description = "Print one frame and end.")
    private boolean once;

    TopCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (LiveStream stream = LiveStream.open(gateway, terminal)) {
            Now now = new Now();
            recorded().forEach(now::call);
            first(stream, now);
            if (once || !terminal.isScreen()) {
                rows(now).forEach(row -> terminal.print(row.text(terminal)));
            } else {
                watch(stream, now);
            }
        }
        return 0;
    }

    /// What was called before anybody looked, where that is recorded.
    private List<JsonNode> recorded() {
        try {
            JsonNode calls = RunningGateway.read(
                            gateway.ask(terminal, "GET", "/api/v1/calls?with=trail&limit=" + CALLS_BEFORE))
                    .path("calls");
            // What is still under way would never be heard of again.
            return calls.valueStream()
                    .filter(call -> !call.path("outcome").asText().equals("open"))
                    .toList();
        } catch (CommandFailedException _) {
            return List.of();
        }
    }

    private static void first(LiveStream stream, Now now) throws InterruptedException {
        for (long waited = 0; !now.isComplete() && waited < MILLIS_UNTIL_FIRST_TICK; waited += MILLIS_BETWEEN_FRAMES) {
            hear(stream, now);
        }
        if (!now.isComplete()) {
            throw new CommandFailedException("The gateway's live feed says nothing: is it another version?");
        }
    }

    private static void hear(LiveStream stream, Now now) throws InterruptedException {
        for (LiveStream.Event event : stream.next(MILLIS_BETWEEN_FRAMES)) {
            now.hear(event, Instant.now());
        }
    }

    private List<Row> rows(Now now) {
        return new TopView(gateway.base(), terminal.columns(), terminal.rows(), ZoneId.systemDefault())
                .rows(now, Instant.now());
    }

    private void watch(LiveStream stream, Now now) throws InterruptedException {
        Thread.ofVirtual().name("keys").start(this::readKeys);
        terminal.out().print(ENTER);
        try {
            while (terminal.stop().getCount() > 0) {
                draw(rows(now));
                hear(stream, now);
            }
        } finally {
            terminal.out().print(LEAVE);
            terminal.out().flush();
        }
    }

    /// In one piece, over what was there: nothing flickers.
    private void draw(List<Row> rows) {
        terminal.out()
                .print(rows.stream()
                        .map(row -> row.text(terminal) + TO_END_OF_LINE)
                        .collect(Collectors.joining("\n", HOME, TO_END_OF_SCREEN)));
        terminal.out().flush();
    }

    /// `q` ends it: at once where the launcher has switched line editing off, with the Enter key elsewhere.
    private void readKeys() {
        try {
            for (int key = System.in.read(); key >= 0; key = System.in.read()) {
                if (key == 'q' || key == 'Q') {
                    terminal.stop().countDown();
                    return;
                }
            }
        } catch (IOException _) {
            // No keys: Ctrl-C still ends it.
        }
    }
}

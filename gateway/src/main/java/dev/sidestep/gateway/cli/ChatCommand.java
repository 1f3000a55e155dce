package dev.sidestep.gateway.cli;

import dev.sidestep.ChatCompletion;
import dev.sidestep.ChatRequest;
import dev.sidestep.Sidestep;
import dev.sidestep.call.CallFailedException;
import dev.sidestep.config.SidestepConfig;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes one chat call and shows the way it took.
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = {
            "Makes one chat call. The failover is told as it happens, on the error stream; the answer is printed.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  sidestep chat --simulate \"Why is the sky blue?\"     no key needed, and one model is limited",
            "  sidestep chat \"Why is the sky blue?\"                with the keys in the environment",
            "  sidestep chat --model openai/gpt-4o-mini \"Hello\"",
            "  sidestep chat Hello 2>/dev/null                     the answer alone",
            "",
            "Exit codes: 0 answered, 1 not answered, 2 wrong usage or configuration."
        })
final class ChatCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "WORDS", description = "What to say.")
    private List<String> words = List.of();

    @Option(
            names = {"-m", "--model"},
            defaultValue = "auto",
            description = "A model, provider/model, account/model, a route, or auto (the default).")
    private String model = "auto";

    @Option(names = "--system", paramLabel = "TEXT", description = "A system prompt.")
    private String system = "";

    @Option(
            names = "--stream",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Print the answer as it comes (the default), or at its end.")
    private boolean stream = true;

    @Option(names = "--simulate", description = "Ask simulated providers, whose first model is limited.")
    private boolean simulate;

    @Option(names = "--verbose", description = "Tell of models passed over, too.")
    private boolean verbose;

    @Mixin
    private ConfigOption config = new ConfigOption();

    ChatCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!simulate) {
            return ask(config.read(terminal).calls());
        }
        try (Simulation simulation = Simulation.start()) {
            return ask(simulation.config());
        }
    }

    private int ask(SidestepConfig accounts) {
        Trail trail = new Trail(terminal, verbose ? Level.DEBUG : Level.INFO, terminal::tell);
        try (Sidestep sidestep =
                Sidestep.builder().config(accounts).narrator(trail).build()) {
            String answered = stream ? streamed(sidestep) : whole(sidestep);
            terminal.tell(terminal.paint(Paint.FAINT, "— " + answered));
            return 0;
        } catch (CallFailedException failure) {
            terminal.out().flush();
            terminal.tell("");
            terminal.tell(terminal.paint(Paint.BAD, String.valueOf(failure.getMessage())));
            return 1;
        }
    }

    private String whole(Sidestep sidestep) {
        ChatCompletion answer = sidestep.chat(request());
        terminal.print(answer.text());
        return answer.target();
    }

    private String streamed(Sidestep sidestep) {
        ChunkPrinter printer = new ChunkPrinter(terminal.out());
        sidestep.stream(request()).subscribe(printer);
        return printer.print();
    }

    private ChatRequest request() {
        ChatRequest request = ChatRequest.of(model);
        if (!system.isEmpty()) {
            request = request.system(system);
        }
        return request.user(String.join(" ", words));
    }
}

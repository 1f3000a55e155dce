package dev.sidestep.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What `sidestep` without a command does: it tells what there is.
@Command(
        name = "sidestep",
        mixinStandardHelpOptions = true,
        versionProvider = SidestepCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Chat calls that go round rate limits: each is answered by whichever model can answer now.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Begin here:",
            "  sidestep demo                       three short stories, no keys, no network",
            "  sidestep serve --simulate           a gateway with simulated providers on port 8080",
            "  GROQ_API_KEY=... sidestep chat Hi   one call with a key of your own",
            "  sidestep COMMAND --help             what a command does, with examples",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. NO_COLOR switches colours off."
        })
final class SidestepCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create(); // until picocli puts the real one in

    SidestepCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        spec.commandLine().usage(terminal.out());
    }

    /// The version that the jar's manifest tells.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SidestepCommand.class.getPackage().getImplementationVersion();
            return new String[] {"sidestep " + (version == null ? "(unpackaged)" : version)};
        }
    }
}

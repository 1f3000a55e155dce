package dev.sidestep.gateway.cli;

import dev.sidestep.gateway.config.GatewayConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--config`, and what holds without it: `sidestep.yaml` in the current folder, else the usual
/// environment variables.
final class ConfigOption {
    static final Path USUAL = Path.of("sidestep.yaml");

    static final String NO_ACCOUNTS = """
            No accounts are configured. Either
              set a key in the environment:  export GROQ_API_KEY=...   (or OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, …)
              or write a sidestep.yaml:      see docs/configuration.md
              or try it without any key:     add --simulate\
            """;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; by default ./sidestep.yaml, and without one the keys in the environment.")
    private @Nullable Path given;

    /// Whether a file was named.
    boolean isGiven() {
        return given != null;
    }

    /// The file to read, where there is one.
    Optional<Path> file(Terminal terminal) {
        if (given != null) {
            return Optional.of(terminal.folder().resolve(given));
        }
        Path usual = terminal.folder().resolve(USUAL);
        return Files.exists(usual) ? Optional.of(usual) : Optional.empty();
    }

    /// The configuration, which may have no account.
    GatewayConfig readAny(Terminal terminal) {
        return file(terminal)
                .map(file -> GatewayConfig.read(file, terminal.environment()))
                .orElseGet(() -> GatewayConfig.fromEnvironment(terminal.environment()));
    }

    /// The configuration, with at least one account.
    GatewayConfig read(Terminal terminal) {
        GatewayConfig config = readAny(terminal);
        if (config.calls().accounts().isEmpty()) {
            throw CommandFailedException.wrongUsage(NO_ACCOUNTS);
        }
        return config;
    }
}

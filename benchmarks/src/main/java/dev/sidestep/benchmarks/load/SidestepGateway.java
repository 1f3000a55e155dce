package dev.sidestep.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Sidestep as its users start it: `./sidestep serve`, with the launcher's flags.
final class SidestepGateway {
    /// So many that a limited model's short cooldown is over before its turn comes again.
    static final int LIMITED_MODELS = 400;

    private static final String PATH = "/v1/chat/completions";

    private SidestepGateway() {}

    /// One account with an answering model, a streaming one and limited ones, each of these in a route with the
    /// answering one behind it. No limit is waited for: what is measured is the switch.
    ///
    /// @param store `embedded`, whose file is in a folder of its own, or `none`
    static Path configuration(Path folder, int upstreamPort, int port, String store) throws IOException {
        List<String> numbers =
                IntStream.range(0, LIMITED_MODELS).mapToObj("%03d"::formatted).toList();
        String models = numbers.stream().map(number -> ", limited" + number).collect(Collectors.joining());
        String routes = numbers.stream()
                .map(number -> "  relay%1$s: [limited%1$s, plain]%n".formatted(number))
                .collect(Collectors.joining());
        Path file = folder.resolve("sidestep-" + port + ".yaml");
        Files.writeString(
                file, """
                gateway:
                  listen: 127.0.0.1:%1$d
                  store: %5$s
                  data-dir: %6$s
                wait-up-to: 0s
                accounts:
                  - name: mock
                    provider: mock
                    key: benchmark
                providers:
                  mock:
                    base-url: http://127.0.0.1:%2$d/v1
                    models: [plain, stream%3$s]
                routes:
                %4$s""".formatted(port, upstreamPort, models, routes, store, folder.resolve("data-" + port)));
        return file;
    }

    /// @param javaOptions more flags for the JVM
    static Proxy start(Path folder, Path configuration, int port, String javaOptions) {
        List<String> command = List.of(
                Path.of(System.getProperty("sidestep.home"), "sidestep").toString(),
                "serve",
                "--config",
                configuration.toString());
        ChildProcess process =
                ChildProcess.proxy(command, Map.of("SIDESTEP_JAVA_OPTS", javaOptions), folder.resolve("sidestep.log"));
        return new Proxy("Sidestep", process, port, PATH, PATH);
    }
}

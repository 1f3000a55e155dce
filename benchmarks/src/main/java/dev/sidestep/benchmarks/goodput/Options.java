package dev.sidestep.benchmarks.goodput;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the command line says.
///
/// @param seed of world, calls, troubles and latencies
/// @param targets in the world
/// @param quick a few hours of a day instead of all of it
/// @param competitors who takes part
/// @param picture where the chart goes
record Options(long seed, int targets, boolean quick, List<Competitor> competitors, Optional<Path> picture) {
    static final String USAGE = """
            Usage: benchmarks/run goodput [--seed N] [--targets N] [--quick] [--only NAME,...] [--picture FILE]
              --seed     of world, calls, troubles and latencies (1)
              --targets  in the world, 10 to 1000 (20)
              --quick    three hours instead of a day: to see that it runs, not to be quoted
              --only     strategies that take part, such as sidestep,oracle (all)
              --picture  writes the chart as an SVG file
            """;

    private static final int FEWEST_TARGETS = 10;
    private static final int MOST_TARGETS = 1_000;

    Options {
        if (targets < FEWEST_TARGETS || targets > MOST_TARGETS) {
            throw new IllegalArgumentException("targets must be 10 to 1000: " + targets);
        }
        competitors = List.copyOf(competitors);
    }

    /// @throws IllegalArgumentException where an argument is not known
    static Options read(List<String> arguments) {
        var options = new Options(1, 20, false, List.of(Competitor.values()), Optional.empty());
        for (int i = 0; i < arguments.size(); i++) {
            var name = arguments.get(i);
            if (name.equals("--quick")) {
                options = new Options(options.seed, options.targets, true, options.competitors, options.picture);
                continue;
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException("unknown option, or one without a value: " + name);
            }
            i++;
            options = options.with(name, arguments.get(i));
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--seed" -> new Options(Long.parseLong(value), targets, quick, competitors, picture);
            case "--targets" -> new Options(seed, Integer.parseInt(value), quick, competitors, picture);
            case "--only" -> new Options(seed, targets, quick, competitors(value), picture);
            case "--picture" -> new Options(seed, targets, quick, competitors, Optional.of(Path.of(value)));
            default -> throw new IllegalArgumentException("unknown option: " + name);
        };
    }

    private static List<Competitor> competitors(String names) {
        return Arrays.stream(names.split(",", -1))
                .map(name ->
                        Competitor.valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_')))
                .toList();
    }
}

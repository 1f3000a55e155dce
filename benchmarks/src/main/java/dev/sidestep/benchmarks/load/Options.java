package dev.sidestep.benchmarks.load;

import java.util.List;

/// What the command line says.
///
/// @param rounds each measures every proxy once, in turn
/// @param seconds of each measurement
/// @param warmupSeconds at the fixed rate and again at full load, before anything is measured
/// @param starts of Sidestep, for the time to the first answer
record Options(int rounds, int seconds, int warmupSeconds, int starts) {
    static final String USAGE = """
            Usage: benchmarks/run load [--rounds N] [--seconds N] [--warmup N] [--starts N] [--quick]
              --rounds   measurements of each proxy, in turn; medians are printed (5)
              --seconds  length of one measurement (8)
              --warmup   seconds of load before anything is measured (15)
              --starts   starts of Sidestep, with the AOT cache and without (5)
              --quick    one short round: to see that it runs, not to be quoted
            """;

    Options {
        if (rounds < 1 || seconds < 1 || warmupSeconds < 0 || starts < 0) {
            throw new IllegalArgumentException("numbers must be positive");
        }
    }

    /// @throws IllegalArgumentException where an argument is not known
    static Options read(List<String> arguments) {
        Options options = new Options(5, 8, 15, 5);
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("--quick")) {
                options = new Options(1, 2, 3, 1);
                continue;
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException("unknown option, or one without a value: " + name);
            }
            i++;
            options = options.with(name, Integer.parseInt(arguments.get(i)));
        }
        return options;
    }

    private Options with(String name, int value) {
        return switch (name) {
            case "--rounds" -> new Options(value, seconds, warmupSeconds, starts);
            case "--seconds" -> new Options(rounds, value, warmupSeconds, starts);
            case "--warmup" -> new Options(rounds, seconds, value, starts);
            case "--starts" -> new Options(rounds, seconds, warmupSeconds, value);
            default -> throw new IllegalArgumentException("unknown option: " + name);
        };
    }
}

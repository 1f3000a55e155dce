package dev.sidestep.benchmarks.goodput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How much of what the quotas allow does Sidestep get out of them, and at the price of how many refusals? A day of
/// traffic in virtual time, from half to twice of what the world sustains, for Sidestep, for the strategies people use
/// today, and for an oracle that sees every quota.
public final class GoodputBenchmark {
    private GoodputBenchmark() {}

    public static void main(String[] arguments) {
        Options options;
        try {
            options = Options.read(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
            return;
        }
        run(options);
    }

    private static void run(Options options) {
        var scenarios = new Scenarios(options);
        System.out.printf(
                "seed %d, %d targets, which sustain %.1f calls a minute%n",
                options.seed(), options.targets(), scenarios.capacity() * 60);
        var results = new ArrayList<Result>();
        for (var scenario : scenarios.all()) {
            for (var competitor : options.competitors()) {
                long startedNanos = System.nanoTime();
                var result = new Result(scenario, competitor, competitor.play(scenario));
                results.add(result);
                System.err.printf(
                        "%s, limits %s, %s: %,d calls in %,d ms%n",
                        scenario.name(),
                        scenario.limitsTold() ? "told" : "not told",
                        competitor.title(),
                        result.score().calls(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos));
            }
        }
        System.out.println(new ResultTable(results).markdown());
        options.picture().ifPresent(path -> {
            try {
                Files.writeString(path, new ResultChart(results).svg());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}

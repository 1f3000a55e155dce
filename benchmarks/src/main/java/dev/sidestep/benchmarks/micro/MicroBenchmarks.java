package dev.sidestep.benchmarks.micro;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks of this package with settings for a few minutes in all, and prints one table: nanoseconds per
/// operation, and the ratio to the baseline that was measured in the same class, run and size.
public final class MicroBenchmarks {
    private static final int WARMUPS = 4;
    private static final int MEASUREMENTS = 5;
    private static final TimeValue ITERATION = TimeValue.seconds(1);

    private MicroBenchmarks() {}

    /// @param args a regular expression over the names of the benchmarks to run; all where there is none
    public static void main(String[] args) throws RunnerException {
        String include = args.length > 0 ? args[0] : MicroBenchmarks.class.getPackageName() + ".*";
        Options options = new OptionsBuilder()
                .include(include)
                .forks(1)
                .warmupIterations(WARMUPS)
                .warmupTime(ITERATION)
                .measurementIterations(MEASUREMENTS)
                .measurementTime(ITERATION)
                .build();
        print(new Runner(options).run());
    }

    private static void print(Collection<RunResult> results) {
        Map<String, List<RunResult>> groups = results.stream()
                .collect(Collectors.groupingBy(MicroBenchmarks::group, TreeMap::new, Collectors.toList()));
        System.out.printf("%n| benchmark | ns/op | ± | x baseline |%n|---|---:|---:|---:|%n");
        groups.forEach(MicroBenchmarks::print);
    }

    private static void print(String group, List<RunResult> results) {
        double baseline = results.stream()
                .filter(result -> name(result).startsWith("baseline"))
                .mapToDouble(result -> result.getPrimaryResult().getScore())
                .findFirst()
                .orElse(Double.NaN);
        results.stream().sorted(Comparator.comparing(MicroBenchmarks::name)).forEach(result -> {
            double score = result.getPrimaryResult().getScore();
            double error = result.getPrimaryResult().getScoreError();
            System.out.printf(
                    Locale.ROOT,
                    "| %s %s | %,.1f | %,.1f | %.2f |%n",
                    group,
                    name(result),
                    score,
                    error,
                    score / baseline);
        });
    }

    /// The class and the size: what a baseline stands for.
    private static String group(RunResult result) {
        BenchmarkParams params = result.getParams();
        String path = params.getBenchmark();
        String type = path.substring(0, path.lastIndexOf('.'));
        String sizes = params.getParamsKeys().stream()
                .map(key -> key + "=" + params.getParam(key))
                .collect(Collectors.joining(" "));
        return (type.substring(type.lastIndexOf('.') + 1) + " " + sizes).strip();
    }

    private static String name(RunResult result) {
        String path = result.getParams().getBenchmark();
        return path.substring(path.lastIndexOf('.') + 1);
    }
}

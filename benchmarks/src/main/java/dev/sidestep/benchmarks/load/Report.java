package dev.sidestep.benchmarks.load;

import java.util.Locale;
import java.util.Optional;

/// Prints what was measured: medians with the smallest and largest round, ratios, and the targets met or missed.
record Report(Samples samples) {
    private static final String NGINX = "nginx";
    private static final String SIDESTEP = "Sidestep";

    /// A figure's target.
    private record Target(String words, double measured, double limit) {
        String verdict() {
            return measured <= limit ? "met" : "missed";
        }
    }

    void print() {
        System.out.printf(
                "%n| figure | nginx | Sidestep | Sidestep : nginx | target | |%n|---|---:|---:|---:|---|---|%n");
        for (Figure figure : Figure.values()) {
            printRow(figure.title(), cell(figure, NGINX), cell(figure, SIDESTEP), ratio(figure), target(figure));
        }
        double limited = samples.median(Figure.CPU_LIMITED, SIDESTEP) / samples.median(Figure.CPU_AT_1000, SIDESTEP);
        printRow(
                "a call that first meets a 429, against a plain one", "", number(limited) + " x", "", Optional.empty());
        printAdded("added p50 at 2,000/s, µs", Figure.P50_AT_2000, 150);
        printAdded("added p99 at 2,000/s, µs", Figure.P99_AT_2000, 1_000);
        System.out.printf(
                "%nWith no proxy: p50 %s µs, p99 %s µs at 2,000/s.%n",
                cell(Figure.P50_AT_2000, Measurement.DIRECT), cell(Figure.P99_AT_2000, Measurement.DIRECT));
    }

    private void printAdded(String title, Figure figure, double limitMicros) {
        double direct = samples.median(figure, Measurement.DIRECT);
        double nginx = samples.median(figure, NGINX) - direct;
        double sidestep = samples.median(figure, SIDESTEP) - direct;
        Target target = new Target("≤ " + number(limitMicros), sidestep, limitMicros);
        printRow(title, number(nginx), number(sidestep), "", Optional.of(target));
    }

    private static void printRow(String title, String nginx, String sidestep, String ratio, Optional<Target> target) {
        System.out.printf(
                "| %s | %s | %s | %s | %s | %s |%n",
                title,
                nginx,
                sidestep,
                ratio,
                target.map(Target::words).orElse(""),
                target.map(Target::verdict).orElse(""));
    }

    private Optional<Target> target(Figure figure) {
        return switch (figure) {
            case CPU_AT_1000, CPU_AT_2000, CPU_SATURATED -> Optional.of(new Target("≤ 1.6 x", toNginx(figure), 1.6));
            case CPU_PER_CHUNK -> Optional.of(new Target("≤ 1.3 x", toNginx(figure), 1.3));
            case SWITCH_P99 -> Optional.of(atMost("1,000", figure, 1_000));
            case RSS_STREAMS -> Optional.of(atMost("300", figure, 300));
            case START_AOT -> Optional.of(atMost("700", figure, 700));
            case CPU_TRANSLATED, CPU_PER_TRANSLATED_CHUNK -> Optional.empty();
            case CALLS_SATURATED, CPU_LIMITED, LIMITED_SHARE, SWITCH_P50, CHUNKS_PER_SECOND -> Optional.empty();
            case P50_AT_2000, P99_AT_2000, RSS_STARTED, RSS_STREAMS_LOADED, START -> Optional.empty();
        };
    }

    private Target atMost(String words, Figure figure, double limit) {
        return new Target("≤ " + words, samples.median(figure, SIDESTEP), limit);
    }

    private double toNginx(Figure figure) {
        return samples.median(figure, SIDESTEP) / samples.median(figure, NGINX);
    }

    private String ratio(Figure figure) {
        double ratio = toNginx(figure);
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f x", ratio) : "";
    }

    private String cell(Figure figure, String system) {
        double median = samples.median(figure, system);
        if (Double.isNaN(median)) {
            return "";
        }
        return "%s (%s-%s)"
                .formatted(
                        number(median),
                        number(samples.smallest(figure, system)),
                        number(samples.largest(figure, system)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%,.1f" : "%,.0f", value);
    }
}

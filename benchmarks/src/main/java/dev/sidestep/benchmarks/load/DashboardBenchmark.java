package dev.sidestep.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What do open dashboards cost a call? One gateway under the same load with nobody looking, one, and ten, in turn.
/// Prints one table.
public final class DashboardBenchmark {
    private static final List<Integer> VIEWERS = List.of(0, 1, 10);

    /// Ten dashboards are sent some hundred frames while the gateway warms up; a refusal has some hundred bytes.
    private static final long LEAST_BYTES = 100_000;

    /// Of the CPU of a call: ten dashboards may add one twentieth.
    private static final double MOST = 1.05;

    private final Comparison comparison;

    private DashboardBenchmark(Comparison comparison) {
        this.comparison = comparison;
    }

    public static void main(String[] args) throws Exception {
        DashboardBenchmark benchmark = new DashboardBenchmark(Comparison.prepare("dashboard", args));
        benchmark.comparison.run(benchmark::measure);
        benchmark.print();
    }

    private void measure(Measurement measurement, int mockPort) throws Exception {
        int port = Machine.freePort();
        Path configuration = SidestepGateway.configuration(comparison.folder(), mockPort, port, "embedded");
        try (Proxy gateway = SidestepGateway.start(comparison.folder(), configuration, port, "")) {
            FirstAnswer.awaitMillis(gateway, System.nanoTime());
            warmUp(measurement, gateway);
            comparison.inTurn(VIEWERS, count -> {
                try (Viewers _ = Viewers.open(count, gateway.port())) {
                    comparison.measure(measurement, named(count, gateway));
                }
            });
        }
    }

    private static void warmUp(Measurement measurement, Proxy gateway) throws IOException {
        measurement.warmUp(gateway);
        try (Viewers viewers = Viewers.open(VIEWERS.getLast(), gateway.port())) {
            measurement.warmUp(gateway);
            if (viewers.bytes() < LEAST_BYTES) {
                throw new IllegalStateException("the live feed sent only " + viewers.bytes() + " bytes");
            }
        }
    }

    private static Proxy named(int viewers, Proxy gateway) {
        return new Proxy(name(viewers), gateway.process(), gateway.port(), gateway.callPath(), gateway.streamPath());
    }

    private static String name(int viewers) {
        return viewers == 1 ? "1 dashboard" : viewers + " dashboards";
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "%n| %s | median (smallest-largest) | ratio | target |%n|---|---:|---:|---|%n",
                comparison.title());
        VIEWERS.forEach(this::print);
    }

    private void print(int viewers) {
        double ratio = comparison.median(name(viewers)) / comparison.median(name(0));
        boolean isJudged = viewers == VIEWERS.getLast();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.3f x | %s |%n",
                name(viewers),
                comparison.cell(name(viewers)),
                ratio,
                isJudged ? "≤ 1.05 x: " + (ratio <= MOST ? "met" : "missed") : "");
    }
}

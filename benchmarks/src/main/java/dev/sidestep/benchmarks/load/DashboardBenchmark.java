package dev.sidestep.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// What do open dashboards cost a call? One gateway under the same load with nobody looking, one, and ten, in turn.
/// Prints one table.
public final class DashboardBenchmark {
    private static final int CALLS_PER_SECOND = 1_000;
    private static final List<Integer> VIEWERS = List.of(0, 1, 10);

    /// Ten dashboards are sent some hundred frames while the gateway warms up; a refusal has some hundred bytes.
    private static final long LEAST_BYTES = 100_000;

    /// Of the CPU of a call: ten dashboards may add one twentieth.
    private static final double MOST = 1.05;

    private final Options options;
    private final Path folder;
    private final Samples samples = new Samples();

    private DashboardBenchmark(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.read(List.of(args));
        Machine.buildSidestep();
        new DashboardBenchmark(options, Files.createTempDirectory("sidestep-dashboard")).run();
    }

    private void run() throws Exception {
        Machine.print("before");
        try (ChildProcess mock = ChildProcess.java(MockUpstream.class);
                ChildProcess generator = ChildProcess.java(LoadGenerator.class)) {
            int mockPort = (int) mock.nextLine().number("port");
            int port = Machine.freePort();
            Path configuration = SidestepGateway.configuration(folder, mockPort, port, "embedded");
            try (Proxy gateway = SidestepGateway.start(folder, configuration, port, "")) {
                FirstAnswer.awaitMillis(gateway, System.nanoTime());
                measure(new Measurement(generator, mock, options, samples), gateway);
            }
        }
        Machine.print("after");
        print();
    }

    /// In turn, and the other way round each time, so that a slow moment of the machine meets all.
    private void measure(Measurement measurement, Proxy gateway) throws IOException {
        measurement.warmUp(gateway);
        try (Viewers viewers = Viewers.open(VIEWERS.getLast(), gateway.port())) {
            measurement.warmUp(gateway);
            if (viewers.bytes() < LEAST_BYTES) {
                throw new IllegalStateException("the live feed sent only " + viewers.bytes() + " bytes");
            }
        }
        List<Integer> order = new ArrayList<>(VIEWERS);
        for (int round = 0; round < options.rounds(); round++) {
            for (int count : order) {
                try (Viewers _ = Viewers.open(count, gateway.port())) {
                    measurement.atRate(named(count, gateway), CALLS_PER_SECOND, Figure.CPU_AT_1000);
                }
            }
            Collections.reverse(order);
        }
    }

    private static Proxy named(int viewers, Proxy gateway) {
        return new Proxy(name(viewers), gateway.process(), gateway.port(), gateway.callPath(), gateway.streamPath());
    }

    private static String name(int viewers) {
        return viewers == 1 ? "1 dashboard" : viewers + " dashboards";
    }

    private void print() {
        double without = samples.median(Figure.CPU_AT_1000, name(0));
        System.out.printf(
                Locale.ROOT,
                "%n| %s | median (smallest-largest) | ratio | target |%n|---|---:|---:|---|%n",
                Figure.CPU_AT_1000.title());
        for (int viewers : VIEWERS) {
            double ratio = samples.median(Figure.CPU_AT_1000, name(viewers)) / without;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.3f x | %s |%n",
                    name(viewers),
                    cell(name(viewers)),
                    ratio,
                    viewers < 10 ? "" : "≤ 1.05 x: " + (ratio <= MOST ? "met" : "missed"));
        }
    }

    private String cell(String system) {
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f-%.1f)",
                samples.median(Figure.CPU_AT_1000, system),
                samples.smallest(Figure.CPU_AT_1000, system),
                samples.largest(Figure.CPU_AT_1000, system));
    }
}

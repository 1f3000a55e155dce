package dev.sidestep.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// What does the ledger cost a call? Two gateways under the same load in turn, one with its ledger and one with
/// `store: none`. Prints one table.
public final class LedgerBenchmark {
    private static final int CALLS_PER_SECOND = 1_000;
    private static final String WITH = "embedded";
    private static final String WITHOUT = "none";

    private final Options options;
    private final Path folder;
    private final Samples samples = new Samples();

    private LedgerBenchmark(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.read(List.of(args));
        Machine.buildSidestep();
        new LedgerBenchmark(options, Files.createTempDirectory("sidestep-ledger")).run();
    }

    private void run() throws Exception {
        Machine.print("before");
        try (ChildProcess mock = ChildProcess.java(MockUpstream.class);
                ChildProcess generator = ChildProcess.java(LoadGenerator.class)) {
            int mockPort = (int) mock.nextLine().number("port");
            Measurement measurement = new Measurement(generator, mock, options, samples);
            try (Proxy with = start(mockPort, WITH);
                    Proxy without = start(mockPort, WITHOUT)) {
                measure(measurement, List.of(with, without));
            }
        }
        Machine.print("after");
        print();
    }

    private Proxy start(int mockPort, String store) throws IOException, InterruptedException {
        int port = Machine.freePort();
        Path configuration = SidestepGateway.configuration(folder, mockPort, port, store);
        Proxy started = SidestepGateway.start(folder, configuration, port, "");
        Proxy named = new Proxy(store, started.process(), port, started.callPath(), started.streamPath());
        FirstAnswer.awaitMillis(named, System.nanoTime());
        return named;
    }

    /// In turn, and the other way round each time, so that a slow moment of the machine meets both.
    private void measure(Measurement measurement, List<Proxy> proxies) {
        proxies.forEach(measurement::warmUp);
        List<Proxy> order = new ArrayList<>(proxies);
        for (int round = 0; round < options.rounds(); round++) {
            order.forEach(proxy -> measurement.atRate(proxy, CALLS_PER_SECOND, Figure.CPU_AT_1000));
            Collections.reverse(order);
        }
    }

    private void print() {
        double with = samples.median(Figure.CPU_AT_1000, WITH);
        double without = samples.median(Figure.CPU_AT_1000, WITHOUT);
        System.out.printf(
                Locale.ROOT,
                "%n| %s | with its ledger | store: none | ratio | target |%n|---|---:|---:|---:|---|%n"
                        + "| median (smallest-largest) | %s | %s | %.3f x | ≤ 1.10 x: %s |%n",
                Figure.CPU_AT_1000.title(),
                cell(WITH),
                cell(WITHOUT),
                with / without,
                with / without <= 1.1 ? "met" : "missed");
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

package dev.sidestep.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What does the ledger cost a call? Two gateways under the same load in turn, one with its ledger and one with
/// `store: none`. Prints one table.
public final class LedgerBenchmark {
    private static final String WITH = "embedded";
    private static final String WITHOUT = "none";

    private final Comparison comparison;

    private LedgerBenchmark(Comparison comparison) {
        this.comparison = comparison;
    }

    public static void main(String[] args) throws Exception {
        LedgerBenchmark benchmark = new LedgerBenchmark(Comparison.prepare("ledger", args));
        benchmark.comparison.run(benchmark::measure);
        benchmark.print();
    }

    private void measure(Measurement measurement, int mockPort) throws Exception {
        try (Proxy with = start(mockPort, WITH);
                Proxy without = start(mockPort, WITHOUT)) {
            List<Proxy> proxies = List.of(with, without);
            proxies.forEach(measurement::warmUp);
            comparison.inTurn(proxies, proxy -> comparison.measure(measurement, proxy));
        }
    }

    private Proxy start(int mockPort, String store) throws IOException, InterruptedException {
        int port = Machine.freePort();
        Path configuration = SidestepGateway.configuration(comparison.folder(), mockPort, port, store);
        Proxy started = SidestepGateway.start(comparison.folder(), configuration, port, "");
        Proxy named = new Proxy(store, started.process(), port, started.callPath(), started.streamPath());
        FirstAnswer.awaitMillis(named, System.nanoTime());
        return named;
    }

    private void print() {
        double ratio = comparison.median(WITH) / comparison.median(WITHOUT);
        System.out.printf(
                Locale.ROOT,
                "%n| %s | with its ledger | store: none | ratio | target |%n|---|---:|---:|---:|---|%n"
                        + "| median (smallest-largest) | %s | %s | %.3f x | ≤ 1.10 x: %s |%n",
                comparison.title(),
                comparison.cell(WITH),
                comparison.cell(WITHOUT),
                ratio,
                ratio <= 1.1 ? "met" : "missed");
    }
}

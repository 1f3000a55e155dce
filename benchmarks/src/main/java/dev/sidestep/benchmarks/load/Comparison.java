package dev.sidestep.benchmarks.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// CPU per call at 1,000 calls a second, of the same load in several settings: what a part of Sidestep costs.
///
/// @param folder for configurations and logs
record Comparison(Options options, Path folder, Samples samples) {
    private static final int CALLS_PER_SECOND = 1_000;
    private static final Figure FIGURE = Figure.CPU_AT_1000;

    /// What is measured, once the load and the provider are there.
    @FunctionalInterface
    interface Subject {
        void measure(Measurement measurement, int mockPort) throws Exception;
    }

    /// What is done in each setting.
    @FunctionalInterface
    interface Step<T> {
        void take(T setting) throws Exception;
    }

    /// Reads the options, and builds what is compared.
    static Comparison prepare(String name, String... args) throws Exception {
        Options options = Options.read(List.of(args));
        Machine.buildSidestep();
        return new Comparison(options, Files.createTempDirectory("sidestep-" + name), new Samples());
    }

    void run(Subject subject) throws Exception {
        Machine.print("before");
        try (ChildProcess mock = ChildProcess.java(MockUpstream.class);
                ChildProcess generator = ChildProcess.java(LoadGenerator.class)) {
            int mockPort = (int) mock.nextLine().number("port");
            subject.measure(new Measurement(generator, mock, options, samples), mockPort);
        }
        Machine.print("after");
    }

    /// In turn, and the other way round each time, so that a slow moment of the machine meets all.
    <T> void inTurn(List<T> settings, Step<T> step) throws Exception {
        List<T> order = new ArrayList<>(settings);
        for (int round = 0; round < options.rounds(); round++) {
            for (T setting : order) {
                step.take(setting);
            }
            Collections.reverse(order);
        }
    }

    void measure(Measurement measurement, Proxy proxy) {
        measurement.atRate(proxy, CALLS_PER_SECOND, FIGURE);
    }

    String title() {
        return FIGURE.title();
    }

    double median(String setting) {
        return samples.median(FIGURE, setting);
    }

    String cell(String setting) {
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f-%.1f)",
                median(setting),
                samples.smallest(FIGURE, setting),
                samples.largest(FIGURE, setting));
    }
}

package dev.sidestep.benchmarks.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What does a call cost Sidestep, beside nginx as a plain reverse proxy of the same provider under the same load?
/// nginx is the practical limit: it reads no JSON and decides nothing. Prints one table.
public final class LoadBenchmark {
    private final Options options;
    private final Path folder;
    private final Samples samples = new Samples();

    private LoadBenchmark(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.read(List.of(args));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
            return;
        }
        Machine.requireNginx();
        Machine.buildSidestep();
        Path folder = Files.createTempDirectory("sidestep-load");
        System.out.println("Configurations and logs: " + folder);
        new LoadBenchmark(options, folder).run();
    }

    private void run() throws Exception {
        Machine.print("before");
        try (ChildProcess mock = ChildProcess.java(MockUpstream.class);
                ChildProcess generator = ChildProcess.java(LoadGenerator.class)) {
            int mockPort = (int) mock.nextLine().number("port");
            Measurement measurement = new Measurement(generator, mock, options, samples);
            measureStarts(mockPort);
            measureMemory(measurement, mockPort);
            measureLoad(measurement, mockPort);
        }
        Machine.print("after");
        new Report(samples).print();
    }

    private void measureStarts(int mockPort) throws Exception {
        for (int i = 0; i < options.starts(); i++) {
            measureStart(mockPort, "-XX:AOTMode=off", Figure.START);
            measureStart(mockPort, "", Figure.START_AOT);
        }
    }

    private void measureStart(int mockPort, String javaOptions, Figure figure) throws Exception {
        int port = Machine.freePort();
        Path configuration = SidestepGateway.configuration(folder, mockPort, port, "embedded");
        long startedNanos = System.nanoTime();
        try (Proxy sidestep = SidestepGateway.start(folder, configuration, port, javaOptions)) {
            samples.add(figure, sidestep.name(), FirstAnswer.awaitMillis(sidestep, startedNanos));
        }
    }

    /// On fresh processes: what a proxy needs for its streams, not what earlier load has left in its heap.
    private void measureMemory(Measurement measurement, int mockPort) throws Exception {
        for (int round = 0; round < options.rounds(); round++) {
            try (Proxy nginx = startNginx(mockPort);
                    Proxy sidestep = startSidestep(mockPort)) {
                for (Proxy proxy : List.of(nginx, sidestep)) {
                    measurement.addResident(proxy, Figure.RSS_STARTED);
                    measurement.memory(proxy, Figure.RSS_STREAMS);
                }
            }
        }
    }

    private void measureLoad(Measurement measurement, int mockPort) throws Exception {
        try (Proxy nginx = startNginx(mockPort);
                Proxy sidestep = startSidestep(mockPort)) {
            List<Proxy> proxies = List.of(nginx, sidestep);
            System.out.println("Warming up.");
            proxies.forEach(measurement::warmUp);
            measurement.warmUpLimited(sidestep);
            List<Proxy> translating = List.of(nginx, sidestep.translating());
            measurement.warmUp(sidestep.translating());
            for (int round = 1; round <= options.rounds(); round++) {
                System.out.printf("Round %d of %d, load average %s%n", round, options.rounds(), Machine.loadAverage());
                proxies.forEach(proxy -> measurement.atRate(proxy, 1_000, Figure.CPU_AT_1000));
                measurement.direct(mockPort);
                proxies.forEach(proxy -> measurement.atRate(proxy, 2_000, Figure.CPU_AT_2000));
                proxies.forEach(measurement::saturated);
                proxies.forEach(proxy -> measurement.streams(proxy, Figure.CPU_PER_CHUNK));
                translating.forEach(proxy -> measurement.atRate(proxy, 1_000, Figure.CPU_TRANSLATED));
                translating.forEach(proxy -> measurement.streams(proxy, Figure.CPU_PER_TRANSLATED_CHUNK));
                measurement.limited(sidestep);
            }
            proxies.forEach(proxy -> measurement.memory(proxy, Figure.RSS_STREAMS_LOADED));
        }
    }

    private Proxy startNginx(int mockPort) throws Exception {
        return answering(Nginx.start(folder, mockPort, Machine.freePort()));
    }

    private Proxy startSidestep(int mockPort) throws Exception {
        int port = Machine.freePort();
        Path configuration = SidestepGateway.configuration(folder, mockPort, port, "embedded");
        return answering(SidestepGateway.start(folder, configuration, port, ""));
    }

    private static Proxy answering(Proxy proxy) throws InterruptedException {
        FirstAnswer.awaitMillis(proxy, System.nanoTime());
        return proxy;
    }
}

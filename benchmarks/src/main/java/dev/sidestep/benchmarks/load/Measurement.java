package dev.sidestep.benchmarks.load;

import java.util.concurrent.TimeUnit;

/// Measures proxies under load.
///
/// @param generator sends the load
/// @param mock what the proxies stand in front of
record Measurement(ChildProcess generator, ChildProcess mock, Options options, Samples samples) {
    private static final int CONNECTIONS = 64;
    private static final int SATURATING_CONNECTIONS = 32;
    private static final int FAST_STREAMS = 50;
    private static final int FAST_MICROS = 5_000;
    private static final int MANY_STREAMS = 2_000;
    private static final int SLOW_MICROS = 1_000_000;
    /// More chunks than any measurement lasts.
    private static final int ENDLESS = 1_000_000;

    private static final double BYTES_PER_MEGABYTE = 1 << 20;

    /// The one that calls reach with no proxy before it.
    static final String DIRECT = "direct";

    void warmUp(Proxy proxy) {
        if (options.warmupSeconds() == 0) {
            return;
        }
        calls(proxy.port(), proxy.callPath(), "plain", 1, 0, options.warmupSeconds());
        calls(proxy.port(), proxy.callPath(), "plain", 1, 2_000, options.warmupSeconds());
        openStreams(proxy, FAST_STREAMS, FAST_MICROS);
        sleepSeconds(options.warmupSeconds());
        generator.ask("close-streams");
    }

    void warmUpLimited(Proxy proxy) {
        calls(proxy.port(), proxy.callPath(), "relay", SidestepGateway.LIMITED_MODELS, 1_000, options.warmupSeconds());
    }

    /// Latency with no proxy.
    void direct(int mockPort) {
        Command result = calls(mockPort, "/v1/chat/completions", "plain", 1, 2_000, options.seconds());
        addLatencies(DIRECT, result);
    }

    void atRate(Proxy proxy, int callsPerSecond, Figure cpu) {
        double cpuBefore = cpuMicros(proxy);
        Command result = calls(proxy.port(), proxy.callPath(), "plain", 1, callsPerSecond, options.seconds());
        samples.add(cpu, proxy.name(), (cpuMicros(proxy) - cpuBefore) / result.number("answered"));
        if (cpu == Figure.CPU_AT_2000) {
            addLatencies(proxy.name(), result);
        }
    }

    void saturated(Proxy proxy) {
        double cpuBefore = cpuMicros(proxy);
        Command result = calls(proxy.port(), proxy.callPath(), "plain", 1, 0, options.seconds());
        samples.add(Figure.CPU_SATURATED, proxy.name(), (cpuMicros(proxy) - cpuBefore) / result.number("answered"));
        samples.add(Figure.CALLS_SATURATED, proxy.name(), (double) result.number("answered") / options.seconds());
    }

    void limited(Proxy proxy) {
        mock.ask("stats");
        double cpuBefore = cpuMicros(proxy);
        Command result = calls(
                proxy.port(), proxy.callPath(), "relay", SidestepGateway.LIMITED_MODELS, 1_000, options.seconds());
        double cpu = cpuMicros(proxy) - cpuBefore;
        Command stats = mock.ask("stats");
        samples.add(Figure.CPU_LIMITED, proxy.name(), cpu / result.number("answered"));
        samples.add(
                Figure.LIMITED_SHARE,
                proxy.name(),
                100.0 * stats.number("refused") / Math.max(1, result.number("answered")));
        samples.add(Figure.SWITCH_P50, proxy.name(), stats.decimal("switchP50"));
        samples.add(Figure.SWITCH_P99, proxy.name(), stats.decimal("switchP99"));
    }

    void streams(Proxy proxy, Figure figure) {
        openStreams(proxy, FAST_STREAMS, FAST_MICROS);
        sleepSeconds(1);
        mock.ask("stats");
        long eventsBefore = generator.ask("count-events").number("events");
        double cpuBefore = cpuMicros(proxy);
        sleepSeconds(options.seconds());
        double cpu = cpuMicros(proxy) - cpuBefore;
        long chunks = mock.ask("stats").number("chunks");
        long events = generator.ask("count-events").number("events") - eventsBefore;
        generator.ask("close-streams");
        if (events < chunks * 0.98) {
            throw new IllegalStateException(
                    proxy.name() + " passed on " + events + " of " + chunks + " chunks: the streams were not complete");
        }
        samples.add(figure, proxy.name(), cpu / chunks);
        if (figure == Figure.CPU_PER_CHUNK) {
            samples.add(Figure.CHUNKS_PER_SECOND, proxy.name(), (double) chunks / options.seconds());
        }
    }

    /// Memory while many slow streams are open.
    void memory(Proxy proxy, Figure figure) {
        openStreams(proxy, MANY_STREAMS, SLOW_MICROS);
        sleepSeconds(Math.max(3, options.seconds() / 2));
        addResident(proxy, figure);
        generator.ask("close-streams");
    }

    void addResident(Proxy proxy, Figure figure) {
        double bytes = ProcessStat.residentBytes(proxy.process().handle());
        samples.add(figure, proxy.name(), bytes / BYTES_PER_MEGABYTE);
    }

    private void openStreams(Proxy proxy, int count, int micros) {
        Command result = generator.ask("open-streams port=%d path=%s model=stream count=%d chunks=%d micros=%d"
                .formatted(proxy.port(), proxy.streamPath(), count, ENDLESS, micros));
        if (result.number("begun") != count) {
            throw new IllegalStateException(
                    "only " + result.number("begun") + " of " + count + " streams began at " + proxy.name());
        }
    }

    /// @param rate calls per second, or 0 for a closed loop
    private Command calls(int port, String path, String model, int models, int rate, int seconds) {
        Command result = generator.ask("calls port=%d path=%s model=%s models=%d rate=%d seconds=%d connections=%d"
                .formatted(port, path, model, models, rate, seconds, rate == 0 ? SATURATING_CONNECTIONS : CONNECTIONS));
        if (result.number("failed") > 0 || result.number("unanswered") > 0) {
            throw new IllegalStateException("calls of " + model + " to port " + port + " failed: " + result.values());
        }
        return result;
    }

    private void addLatencies(String system, Command result) {
        samples.add(Figure.P50_AT_2000, system, result.decimal("p50"));
        samples.add(Figure.P99_AT_2000, system, result.decimal("p99"));
    }

    private static double cpuMicros(Proxy proxy) {
        return ProcessStat.cpuMicros(proxy.process().handle());
    }

    private static void sleepSeconds(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}

package dev.sidestep.gateway.nodes;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Callers that make one call after the other, on every node, until they are told to end.
final class Load {
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<Long> latencies = new ArrayList<>();
    private final Map<String, String> phases = new LinkedHashMap<>();
    private volatile boolean isOver;
    private int made;

    /// What came of it.
    ///
    /// @param phases the latencies of each, in words
    record Result(int made, int failed, Map<String, String> phases) {
        @Override
        public String toString() {
            return "calls=" + made + " failed=" + failed + " " + phases;
        }
    }

    private Load() {}

    static Load on(List<Node> nodes, int callersPerNode, String model) {
        Load load = new Load();
        for (Node node : nodes) {
            for (int i = 0; i < callersPerNode; i++) {
                load.callers.submit(() -> load.call(node, model));
            }
        }
        return load;
    }

    private void call(Node node, String model) {
        while (!isOver) {
            long startedNanos = System.nanoTime();
            try {
                if (node.chat(model, false).statusCode() != 200) {
                    failed.incrementAndGet();
                }
            } catch (IOException _) {
                failed.incrementAndGet();
            }
            made(System.nanoTime() - startedNanos);
        }
    }

    private synchronized void made(long nanos) {
        latencies.add(nanos);
        made++;
    }

    /// Lets it go on for a while, and notes how long the calls took that ended meanwhile.
    void during(Duration span, String phase) {
        summary();
        LockSupport.parkNanos(span.toNanos());
        phases.put(phase, summary());
    }

    private synchronized String summary() {
        List<Long> sorted = latencies.stream().sorted().toList();
        latencies.clear();
        return sorted.isEmpty()
                ? "none"
                : sorted.size() + " calls, p50 " + millis(sorted, 50) + " ms, p99 " + millis(sorted, 99) + " ms";
    }

    private static String millis(List<Long> sorted, int percent) {
        long nanos = sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
        return "%.1f".formatted(nanos / (double) TimeUnit.MILLISECONDS.toNanos(1));
    }

    Result end() {
        isOver = true;
        callers.close();
        return new Result(made, failed.get(), new LinkedHashMap<>(phases));
    }
}

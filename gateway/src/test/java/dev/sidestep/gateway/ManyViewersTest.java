package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.dashboard.LiveFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// As many as may look at the live feed, more than that, and a day's worth of comings and goings.
class ManyViewersTest {
    private static final String LOOK = "GET /api/v1/live HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";

    private static List<RawClient> look(Bench bench, int viewers) throws Exception {
        List<RawClient> all = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            all.add(bench.connect().send(LOOK));
        }
        for (RawClient each : all) {
            each.readUntil("event: targets");
        }
        return all;
    }

    private static void leave(List<RawClient> viewers) throws Exception {
        for (RawClient each : viewers) {
            each.close();
        }
    }

    private static boolean isFull(Bench bench) throws Exception {
        try (RawClient next = bench.connect()) {
            return next.send(LOOK).readUntil("\r\n\r\n").startsWith("HTTP/1.1 503");
        }
    }

    private static boolean hasRoom(Bench bench) {
        try {
            return !isFull(bench);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void oneMoreThanMayLookIsToldToComeBackAndGetsThePlaceOfWhoLeaves() throws Exception {
        try (Bench bench = Bench.start();
                RawClient next = bench.connect()) {
            List<RawClient> viewers = look(bench, LiveFeed.MOST_VIEWERS);

            String refusal = next.send(LOOK).readUntil("}}");
            assertThat(refusal).contains("HTTP/1.1 503", "retry-after: 5", "too_many_viewers", "x-sidestep-request");

            viewers.getFirst().close();
            assertThat(Bench.await(() -> hasRoom(bench))).isTrue();
            assertThat(viewers.getLast().readUntil("event: tick")).isNotEmpty();
            leave(viewers);
        }
    }

    @Test
    void whoComesAndGoesLeavesNothingBehind() throws Exception {
        try (Bench bench = Bench.start();
                RawClient _ = bench.connect().send(LOOK)) {
            for (int i = 0; i < 500; i++) {
                try (RawClient hasty = bench.connect().send(LOOK)) {
                    if (i % 3 == 0) {
                        hasty.readUntil("\r\n\r\n");
                    }
                }
            }

            assertThat(Bench.await(() -> hasRoom(bench))).isTrue();
            List<RawClient> all = look(bench, LiveFeed.MOST_VIEWERS - 2);
            assertThat(bench.get("/health").statusCode()).isEqualTo(200);
            leave(all);
            assertThat(Bench.await(() -> hasRoom(bench))).isTrue();
            assertThat(beats(bench, Duration.ofSeconds(2))).isBetween(1L, 6L);
        }
    }

    /// The beats between now and a little later, as the stream's ids count them.
    private static long beats(Bench bench, Duration span) throws Exception {
        long before = latestId(bench);
        Object monitor = new Object();
        long endNanos = System.nanoTime() + span.toNanos();
        synchronized (monitor) {
            while (System.nanoTime() < endNanos) {
                monitor.wait(50);
            }
        }
        return latestId(bench) - before;
    }

    /// The id of the newest event that whoever comes now is told.
    private static long latestId(Bench bench) throws Exception {
        try (RawClient viewer = bench.connect()) {
            viewer.send(LOOK).readUntil("\nid: ");
            return Long.parseLong(viewer.readUntil("\n").strip());
        }
    }

    @Test
    void whoAsksBehindAnotherRequestAndLeavesKeepsNoPlace() throws Exception {
        try (Bench bench = Bench.start()) {
            for (int i = 0; i < LiveFeed.MOST_VIEWERS + 6; i++) {
                try (RawClient hasty = bench.connect()) {
                    hasty.send(LOOK.replace("/api/v1/live", "/api/v1/targets") + LOOK + LOOK);
                }
            }

            assertThat(Bench.await(() -> hasRoom(bench))).isTrue();
            leave(look(bench, LiveFeed.MOST_VIEWERS - 2));
        }
    }

    @Test
    void endOfAGatewayThatManyLookAtIsQuiet() throws Exception {
        try (HeardLog log = new HeardLog()) {
            try (Bench bench = Bench.start()) {
                List<RawClient> viewers = look(bench, LiveFeed.MOST_VIEWERS);
                viewers.getFirst().readUntil("event: tick");
                bench.gateway().close();
                leave(viewers);
            }
            assertThat(log.lines()).noneMatch(line -> line.contains(" ERROR "));
        }
    }

    /// Twice a second a thousand targets are looked at: were that done on an event loop, its timers would tell.
    @Test
    void thousandTargetsWithSomebodyWhoLooksHoldUpNoEventLoop() throws Exception {
        String models = IntStream.range(0, 1_000).mapToObj("m%03d"::formatted).collect(Collectors.joining(", "));
        try (Bench bench = Bench.start();
                RawClient viewer = bench.connect()) {
            String yaml = Bench.yaml(bench.server(), "").replace("[a1, a2]", "[a1, a2, " + models + "]");
            bench.gateway().reload(GatewayConfig.read("test.yaml", yaml, Map.of()));
            assertThat(viewer.send(LOOK).readUntil("event: tick")).contains("groq/m999");
            bench.post("/v1/chat/completions", Bench.HELLO);
            Timers before = Timers.of(bench);

            for (int i = 0; i < 40; i++) {
                bench.post("/v1/chat/completions", Bench.HELLO);
                viewer.readUntil(i % 10 == 0 ? "event: tick" : "\n");
            }

            assertThat(Timers.of(bench).shareInTimeSince(before)).isGreaterThan(0.75);
        }
    }

    /// How many timers of the event loops ran, and how many of them less than 50 ms late.
    private record Timers(double all, double inTime) {
        private static final String FIGURE = "sidestep_event_loop_delay_seconds_";

        static Timers of(Bench bench) throws Exception {
            String figures = bench.get("/metrics").body();
            return new Timers(figure(figures, "count"), figure(figures, "bucket{le=\"0.05\"}"));
        }

        private static double figure(String figures, String name) {
            return figures.lines()
                    .filter(line -> line.startsWith(FIGURE + name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        }

        double shareInTimeSince(Timers before) {
            return (inTime - before.inTime) / (all - before.all);
        }
    }
}

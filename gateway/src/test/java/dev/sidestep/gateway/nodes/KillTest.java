package dev.sidestep.gateway.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.simulator.Where;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that is killed in the middle of its work, again and again, and goes on where it was.
///
/// `-Dsidestep.kills=200` kills it as often.
class KillTest {
    private static final int KILLS = Integer.getInteger("sidestep.kills", 6);
    private static final long SEED = Long.getLong("sidestep.seed", System.nanoTime());
    private static final int CALLERS = 6;
    private static final String LIMITED = "llama-3.3-70b-versatile";
    private static final String ANSWERING = "llama-3.1-8b-instant";
    /// What is written by then, on any machine: the store's window is 200 ms.
    private static final Duration WRITTEN = Duration.ofMillis(600);

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    /// Every settled row that somebody has seen, by the call's id.
    private final Map<String, JsonNode> seen = new ConcurrentHashMap<>();
    /// Every call that was answered, and when, by the call's id; but for those right before a kill.
    private final Map<String, Long> answered = new ConcurrentHashMap<>();

    private final AtomicInteger unexpected = new AtomicInteger();
    /// The same of earlier rounds.
    private final Map<String, JsonNode> seenBefore = new HashMap<>();

    private final Set<String> answeredBefore = new HashSet<>();
    private long upstreamRequests;
    private long mostStartMillis;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void nothingThatWasSettledIsLostWhenItIsKilled(@TempDir Path folder) throws Exception {
        SimulatorSpec spec = SimulatorSpec.standard().toBuilder()
                .enforceLimits(false)
                .pace(new Pace(Duration.ofMillis(5), 0, 0))
                .limited(Where.model("groq", LIMITED), Dimension.TOKENS_PER_DAY, Duration.ofHours(3))
                .build();
        try (SimulatorServer providers = SimulatorServer.start(spec, 0);
                Node node = Node.start(folder, "data-dir: " + folder.resolve("data") + "\n", calls(providers))) {
            node.awaitReady();
            awaitFirstRow(node);
            for (int kill = 0; kill < KILLS; kill++) {
                workUntilKilled(node);
                upstreamRequests += requests(providers);
                providers.journal().clear();
                restart(node);
                assertRound(node);
            }
            assertThat(rows(node, ""))
                    .containsAllEntriesOf(seenBefore)
                    .containsKeys(answeredBefore.toArray(String[]::new));
            assertThat(node.end()).isZero();
            System.out.println("kills=" + KILLS + " seed=" + SEED + " calls=" + answeredBefore.size()
                    + " rows seen settled=" + seenBefore.size() + " longest start=" + mostStartMillis + " ms");
        }
    }

    /// From here on there is something to lose.
    private static void awaitFirstRow(Node node) throws IOException {
        node.chat("auto", false);
        assertThat(Node.await(() -> isRecorded(node), Node.SOON)).isTrue();
    }

    private static boolean isRecorded(Node node) {
        try {
            return !rows(node, "").isEmpty();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String calls(SimulatorServer providers) {
        return """
                catalog: classic
                accounts:
                  - name: groq-free
                    key: not-a-real-key
                    base-url: %s
                    models: [%s, %s]
                """.formatted(providers.baseUrl("groq"), LIMITED, ANSWERING);
    }

    private static long requests(SimulatorServer providers) {
        return providers.journal().count(entry -> entry.path().endsWith("/chat/completions"));
    }

    private void workUntilKilled(Node node) throws InterruptedException {
        long killedAtMillis;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                boolean streaming = i % 2 == 0;
                callers.submit(() -> call(node, streaming));
            }
            callers.submit(() -> watch(node));
            LockSupport.parkNanos(Duration.ofMillis(random.nextLong(100, 2_000)).toNanos());
            killedAtMillis = System.currentTimeMillis();
            node.kill();
        }
        answered.values().removeIf(at -> at > killedAtMillis - WRITTEN.toMillis());
    }

    /// Calls until nobody answers any more.
    private void call(Node node, boolean streaming) {
        try {
            while (true) {
                HttpResponse<String> answer = node.chat("auto", streaming);
                if (answer.statusCode() != 200) {
                    unexpected.incrementAndGet();
                }
                answer.headers()
                        .firstValue("x-sidestep-call")
                        .ifPresent(id -> answered.put(id, System.currentTimeMillis()));
            }
        } catch (IOException _) {
            // killed
        }
    }

    private void watch(Node node) {
        try {
            while (true) {
                for (JsonNode row : node.json("/api/v1/calls?limit=100").path("calls")) {
                    String id = row.path("id").asText();
                    if (!row.path("outcome").asText().equals("open") && !seenBefore.containsKey(id)) {
                        seen.put(id, row);
                    }
                }
            }
        } catch (IOException _) {
            // killed
        }
    }

    private void restart(Node node) throws IOException {
        long startedNanos = System.nanoTime();
        node.restart();
        node.awaitReady();
        mostStartMillis = Math.max(mostStartMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos));
    }

    private void assertRound(Node node) throws IOException {
        Map<String, JsonNode> rows = rows(node, oldestOfRound());
        assertThat(unexpected).hasValue(0);
        assertThat(rows).containsAllEntriesOf(seen);
        assertThat(rows.keySet()).containsAll(answered.keySet());
        assertThat(rows.values()).noneMatch(row -> row.path("outcome").asText().equals("open"));
        seenBefore.putAll(seen);
        seen.clear();
        answeredBefore.addAll(answered.keySet());
        answered.clear();
        assertThat(attempts(node)).isBetween((long) answeredBefore.size(), upstreamRequests);
        assertThat(remainingSeconds(node)).isBetween(10_000L, 10_800L);
    }

    /// Ids grow with time.
    private String oldestOfRound() {
        return Stream.concat(seen.keySet().stream(), answered.keySet().stream())
                .min(Comparator.naturalOrder())
                .orElse("");
    }

    /// Every row from this call on, by the call's id: none twice.
    private static Map<String, JsonNode> rows(Node node, String oldest) throws IOException {
        Map<String, JsonNode> rows = new HashMap<>();
        String next = "";
        do {
            JsonNode page = node.json("/api/v1/calls?limit=1000" + (next.isEmpty() ? "" : "&before=" + next));
            for (JsonNode row : page.path("calls")) {
                assertThat(rows.put(row.path("id").asText(), row)).isNull();
            }
            next = page.path("next").asText("");
        } while (!next.isEmpty() && !next.equals("null") && next.compareTo(oldest) >= 0);
        return rows;
    }

    private static long attempts(Node node) throws IOException {
        return node.json("/api/v1/usage?group_by=model")
                .path("total")
                .path("attempts")
                .asLong();
    }

    private static long remainingSeconds(Node node) throws IOException {
        List<Long> remaining = new ArrayList<>();
        for (JsonNode entry : node.json("/api/v1/rate-limit-status").path("entries")) {
            remaining.add(entry.path("remaining_seconds").asLong());
        }
        assertThat(remaining).hasSize(1);
        return remaining.getFirst();
    }
}

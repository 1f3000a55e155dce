package dev.sidestep.gateway.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/// Three gateways as processes, a Redis and a PostgreSQL that they share, and simulated providers.
final class Cluster implements AutoCloseable {
    /// A model with a limit that is configured: [#PER_DAY].
    static final String COUNTED = "llama-3.1-8b-instant";

    static final String LIMITED = "llama-3.3-70b-versatile";
    static final int PER_DAY = 2_000;
    private static final int NODES = 3;

    private final Path folder;
    private final SimulatorServer providers = simulated();
    /// Apart, so that its journal holds nothing but what is counted.
    private final SimulatorServer counted = simulated();
    private final RealRedis redis;
    private final List<RedisLink> links = new ArrayList<>();
    private final EmbeddedPostgres postgres;
    private final List<Node> nodes = new ArrayList<>();

    private Cluster(Path folder) throws IOException {
        this.folder = folder;
        this.redis = RealRedis.start();
        this.postgres = EmbeddedPostgres.start();
    }

    private static SimulatorServer simulated() {
        return SimulatorServer.start(
                SimulatorSpec.standard().toBuilder()
                        .enforceLimits(false)
                        .pace(new Pace(Duration.ofMillis(2), 0, 0))
                        .build(),
                0);
    }

    static Cluster start(Path folder) throws IOException {
        Cluster cluster = new Cluster(folder);
        for (int i = 0; i < NODES; i++) {
            cluster.add();
        }
        for (Node node : cluster.nodes) {
            node.awaitReady();
        }
        return cluster;
    }

    /// Starts one more gateway, and returns at once.
    Node add() throws IOException {
        RedisLink link = RedisLink.to(redis.port());
        links.add(link);
        Node node = Node.start(
                folder.resolve("node-" + nodes.size()),
                "share: redis://127.0.0.1:%d\nstore: postgresql://postgres@127.0.0.1:%d/postgres\n"
                        .formatted(link.port(), postgres.getPort()),
                calls());
        nodes.add(node);
        return node;
    }

    private String calls() {
        return """
                catalog: classic
                accounts:
                  - name: groq-free
                    key: not-a-real-key
                    base-url: %s
                    models: [%s]
                  - name: groq-counted
                    key: not-a-real-key
                    base-url: %s
                    models: [%s]
                    quotas: { rpd: %d }
                  - name: openai
                    key: not-a-real-key
                    base-url: %s
                    models: [gpt-4o-mini]
                routes:
                  counted: [groq-counted/%s, openai/gpt-4o-mini]
                """.formatted(
                        providers.baseUrl("groq"),
                        LIMITED,
                        counted.baseUrl("groq"),
                        COUNTED,
                        PER_DAY,
                        providers.baseUrl("openai"),
                        COUNTED);
    }

    /// How many requests have come of those that a limit is configured for.
    int counted() {
        return counted.journal().count("groq", COUNTED);
    }

    Node node(int index) {
        return nodes.get(index);
    }

    List<Node> nodes() {
        return nodes;
    }

    SimulatorServer providers() {
        return providers;
    }

    RealRedis redis() {
        return redis;
    }

    /// The way from a node to Redis.
    RedisLink link(int index) {
        return links.get(index);
    }

    /// How long a model cools on a node; 0 where it does not.
    static long remainingSeconds(Node node, String model) {
        try {
            JsonNode entries = node.json("/api/v1/rate-limit-status").path("entries");
            return StreamSupport.stream(entries.spliterator(), false)
                    .filter(entry -> entry.path("model").asText().equals(model))
                    .mapToLong(entry -> entry.path("remaining_seconds").asLong())
                    .max()
                    .orElse(0);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// How many calls the ledger counts, as a node tells it.
    static long calls(Node node) {
        try {
            return node.json("/api/v1/usage?group_by=model")
                    .path("total")
                    .path("calls")
                    .asLong();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(Node::close);
        links.forEach(RedisLink::close);
        redis.close();
        postgres.close();
        providers.close();
        counted.close();
    }
}

package dev.sidestep.gateway.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Where;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Three gateways that share a Redis and a PostgreSQL are one gateway.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharedTest {
    private static final Duration AT_ONCE = Duration.ofMillis(500);
    private static final int CALLERS_PER_NODE = 6;

    @TempDir
    static Path folder;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(folder);
    }

    @AfterAll
    static void end() throws IOException {
        cluster.close();
    }

    @Test
    @Order(1)
    void limitThatOneNodeMeetsIsKnownOnAll() throws Exception {
        cluster.providers()
                .simulator()
                .limited(Where.model("groq", Cluster.LIMITED), Dimension.TOKENS_PER_DAY, Duration.ofHours(2));

        assertThat(cluster.node(0).chat("auto", false).statusCode()).isEqualTo(200);

        for (Node other : cluster.nodes()) {
            assertThat(Node.await(() -> Cluster.remainingSeconds(other, Cluster.LIMITED) > 0, AT_ONCE))
                    .isTrue();
        }
    }

    @Test
    @Order(2)
    void nodeThatJoinsLaterKnowsTheSameRemainingTime() throws Exception {
        Node joined = cluster.add().awaitReady();

        long remaining = Cluster.remainingSeconds(cluster.node(0), Cluster.LIMITED);
        assertThat(Cluster.remainingSeconds(joined, Cluster.LIMITED)).isBetween(remaining - 2, remaining + 2);
        assertThat(joined.end()).isZero();
        cluster.nodes().remove(joined);
    }

    @Test
    @Order(3)
    void togetherTheyKeepALimit() throws Exception {
        Load load = Load.on(cluster.nodes(), CALLERS_PER_NODE, "counted");
        boolean isUsedUp = Node.await(() -> cluster.counted() >= Cluster.PER_DAY * 97 / 100, Duration.ofSeconds(60));
        boolean isOver = Node.await(() -> cluster.counted() > Cluster.PER_DAY * 102 / 100, Duration.ofSeconds(3));
        Load.Result result = load.end();

        System.out.println("limit=" + Cluster.PER_DAY + " requests=" + cluster.counted() + " " + result);
        assertThat(isUsedUp).isTrue();
        assertThat(isOver).isFalse();
        assertThat(result.failed()).isZero();
    }

    @Test
    @Order(4)
    void clearedOnOneNodeIsClearedOnAll() throws Exception {
        cluster.providers().simulator().clearLimited();
        cluster.node(1).delete("/api/v1/rate-limit-status");

        for (Node each : cluster.nodes()) {
            assertThat(Node.await(() -> Cluster.remainingSeconds(each, Cluster.LIMITED) == 0, Duration.ofSeconds(1)))
                    .isTrue();
        }
    }

    /// Something that happens to Redis, or to the way there.
    private interface Trouble {
        void run() throws Exception;
    }

    @Test
    @Order(5)
    void pausedRedisFailsNoCall() throws Exception {
        assertNoCallFails(
                "paused", () -> cluster.redis().pause(), () -> cluster.redis().resume());
    }

    @Test
    @Order(6)
    void killedAndEmptiedRedisFailsNoCall() throws Exception {
        assertNoCallFails(
                "killed and emptied",
                () -> cluster.redis().kill(),
                () -> cluster.redis().restart());
    }

    @Test
    @Order(7)
    void partitionFailsNoCall() throws Exception {
        assertNoCallFails(
                "partitioned",
                () -> cluster.link(0).cut(),
                () -> cluster.link(0).mend());
    }

    @Test
    @Order(8)
    void afterAllOfItTheyAreOneAgain() throws Exception {
        cluster.providers()
                .simulator()
                .limited(Where.model("groq", Cluster.LIMITED), Dimension.TOKENS_PER_DAY, Duration.ofHours(1));

        assertThat(cluster.node(2).chat("auto", false).statusCode()).isEqualTo(200);

        for (Node other : cluster.nodes()) {
            assertThat(Node.await(() -> Cluster.remainingSeconds(other, Cluster.LIMITED) > 0, Duration.ofSeconds(5)))
                    .isTrue();
        }
    }

    private static void assertNoCallFails(String what, Trouble begin, Trouble end) throws Exception {
        Load load = Load.on(cluster.nodes(), 2, "openai/gpt-4o-mini");
        load.during(Duration.ofSeconds(2), "before");
        begin.run();
        load.during(Duration.ofSeconds(1), "the first second");
        load.during(Duration.ofSeconds(3), "then");
        end.run();
        load.during(Duration.ofSeconds(3), "after");
        Load.Result result = load.end();

        System.out.println("redis " + what + ": " + result);
        assertThat(result.failed()).isZero();
    }

    @Test
    @Order(9)
    void ledgerOfAllNodesIsOne() throws Exception {
        assertThat(Cluster.calls(cluster.node(0))).isPositive();
        for (Node each : cluster.nodes()) {
            assertThat(Node.await(() -> Cluster.calls(each) == Cluster.calls(cluster.node(0)), Duration.ofSeconds(5)))
                    .isTrue();
        }
    }
}

package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.config.StateConfig;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    @TempDir
    private Path folder;

    private static GatewayConfig config(Bench bench, String more) {
        return GatewayConfig.read("test.yaml", Bench.yaml(bench.server(), more), Map.of());
    }

    private static GatewayConfig read(Path file) {
        return GatewayConfig.read(file, Map.of());
    }

    @Test
    void callUnderWayAndCooldownsSurvive() throws Exception {
        try (Bench bench = Bench.start();
                RawClient client = bench.connect()) {
            bench.simulator().limited(Where.model("groq", "a1"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(780));
            bench.simulator().inject(Where.model("groq", "a2"), new Fault.Delay(Duration.ofMillis(500)));
            client.post("/v1/chat/completions", Bench.HELLO);
            assertThat(bench.journal().await(journal -> journal.count() == 2, Bench.SOON))
                    .isTrue();

            bench.gateway().reload(config(bench, "routes:\n  new: [b1]\n"));

            assertThat(client.readUntil("\r\n\r\n")).contains("200 OK", "x-sidestep-target: groq/a2");
            assertThat(bench.get("/v1/models/new").statusCode()).isEqualTo(200);
            assertThat(bench.get("/api/v1/rate-limit-status").body()).startsWith("{\"total_cached\":1,");
        }
    }

    @Test
    void whereStateIsKeptChangesWithARestartOnly() {
        try (Bench bench = Bench.start()) {
            bench.gateway()
                    .reload(config(
                            bench,
                            "gateway: {listen: '127.0.0.1:0', store: embedded, data-dir: /x, record-content: true}\n"));

            assertThat(bench.gateway().config().state()).isEqualTo(StateConfig.NONE.recordingContent(true));
        }
    }

    @Test
    void changedFileIsPutInForce() throws Exception {
        try (Bench bench = Bench.start()) {
            Path file = folder.resolve("sidestep.yaml");
            Files.writeString(file, Bench.yaml(bench.server(), ""));
            bench.gateway().watch(file, ReloadTest::read);

            Files.writeString(file, Bench.yaml(bench.server(), "routes:\n  new: [b1]\n"));

            assertThat(Bench.await(() -> isKnown(bench, "new"))).isTrue();
        }
    }

    @Test
    void fileWithMistakesChangesNothing() throws Exception {
        try (Bench bench = Bench.start()) {
            Path file = folder.resolve("sidestep.yaml");
            Files.writeString(file, Bench.yaml(bench.server(), "routes:\n  old: [b1]\n"));
            bench.gateway().reload(GatewayConfig.read(file, Map.of()));
            ConfigWatch watch = new ConfigWatch(Vertx.vertx(), bench.gateway(), file, ReloadTest::read);

            Files.writeString(file, "accounts: [nonsense\n");
            watch.look();
            watch.look();

            assertThat(isKnown(bench, "old")).isTrue();
            assertThat(bench.post("/v1/chat/completions", Bench.HELLO).statusCode())
                    .isEqualTo(200);
        }
    }

    private static boolean isKnown(Bench bench, String route) {
        return bench.gateway().dispatcher().setup().targets().routes().contains(route);
    }
}

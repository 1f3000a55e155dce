package dev.sidestep.gateway;

import static dev.sidestep.gateway.SimulatedWorld.FIRST;
import static dev.sidestep.gateway.SimulatedWorld.SECOND;
import static dev.sidestep.gateway.SimulatedWorld.SOON;
import static dev.sidestep.gateway.SimulatedWorld.hello;
import static dev.sidestep.gateway.SimulatedWorld.streamedHello;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.AccountQuotas;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.gateway.admin.ListedStore;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is known of limits, health and waiting calls, as figures.
class MetricsTest {
    @RegisterExtension
    private final SimulatedWorld world = new SimulatedWorld();

    private String metrics() throws Exception {
        return world.get("/metrics").body();
    }

    private void openWithLimits() {
        List<QuotaLimit> limits = List.of(new QuotaLimit(Unit.REQUESTS, Window.DAY, 1_000));
        List<QuotaLimit> ofKey = List.of(new QuotaLimit(Unit.CONCURRENT, Window.UNSPECIFIED, 4));
        world.open(world.account("groq-free")
                .models(List.of(FIRST, SECOND))
                .quotaGroup("acme")
                .quotas(new AccountQuotas(limits, Map.of(), ofKey, List.of())));
    }

    @Test
    @DisplayName("ask E6: limits, what is left of them, what is held, and how much estimates miss are figures")
    void limits() throws Exception {
        openWithLimits();
        world.chat(hello(FIRST));
        world.simulator().inject(Where.model("groq", SECOND), Fault.silence());
        try (RawClient client = world.connect()) {
            client.chat(hello(SECOND));
            assertThat(world.journal().awaitOpenRequests(1, SOON)).isTrue();

            String ofFirst =
                    "{holder=\"acme\",model=\"" + FIRST + "\",scope=\"model\",unit=\"requests\",window=\"day\"} ";
            String ofKey = "{holder=\"groq-free\",model=\"\",scope=\"account\",unit=\"concurrent\","
                    + "window=\"unspecified\"} ";
            assertThat(metrics())
                    .contains(
                            "sidestep_quota_limit" + ofFirst + "1000.0", "sidestep_quota_remaining" + ofFirst + "999.0")
                    .contains("sidestep_quota_limit" + ofKey + "4.0", "sidestep_quota_remaining" + ofKey + "3.0")
                    .contains("sidestep_reservations_open 1.0")
                    .containsPattern("sidestep_estimate_error_ratio\\{of=\"input\"\\} 0\\.\\d")
                    .containsPattern("sidestep_estimate_error_ratio\\{of=\"output\"\\} \\d");
        }
    }

    @Test
    @DisplayName("ask J2: who waits is told by priority, with the longest wait")
    void waiting() throws Exception {
        world.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofMinutes(1));
        try (RawClient interactive = world.connect();
                RawClient batch = world.connect()) {
            interactive.chat(streamedHello(FIRST));
            String body = hello(FIRST);
            batch.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-sidestep-priority: batch\r\n"
                    + "content-length: " + body.length() + "\r\n\r\n" + body);
            assertThat(Bench.await(() -> world.gateway().dispatcher().waiting() == 2))
                    .isTrue();

            assertThat(metrics())
                    .contains("sidestep_calls_waiting{priority=\"interactive\"} 1.0")
                    .contains("sidestep_calls_waiting{priority=\"batch\"} 1.0")
                    .containsPattern("sidestep_calls_waiting_longest_seconds 0\\.\\d*[1-9]");
        }
    }

    @Test
    @DisplayName("targets are counted by their state, and probes while they are under way")
    void targets() throws Exception {
        world.simulator().inject(Where.model("groq", FIRST), Fault.html(502));
        for (int i = 0; i < 2; i++) {
            world.chat(hello(FIRST));
        }

        assertThat(metrics())
                .contains("sidestep_targets{state=\"unhealthy\"} 1.0", "sidestep_targets{state=\"ready\"} 1.0")
                .contains("sidestep_targets{state=\"no-room\"} 0.0", "sidestep_probes_under_way 0.0");
    }

    @Test
    @DisplayName("limits that are no longer configured leave no series behind")
    void limitsGo() throws Exception {
        openWithLimits();
        world.chat(hello(FIRST));
        assertThat(metrics()).contains("unit=\"concurrent\"");

        world.gateway().reload(world.config(world.account("groq-free").models(List.of(SECOND))));

        assertThat(metrics()).doesNotContain("unit=\"concurrent\"").doesNotContain("sidestep_quota_limit{");
    }

    @Test
    @DisplayName("every metric of ours stands in the documentation, and no other")
    void documented() throws Exception {
        openWithLimits();
        world.simulator().inject(Where.anywhere(), Fault.json(418, "{\"nonsense\":true}"), 1);
        world.chat(hello(FIRST));
        world.chat(hello(FIRST));
        String text = Files.readString(Path.of("..", "docs", "http-api.md"));

        assertThat(names("`(sidestep_\\w+)[`{]", text))
                .isEqualTo(names("# TYPE (sidestep_\\w+) ", metrics() + ofAStore()));
    }

    private static String ofAStore() throws Exception {
        try (GatewayWithStore gateway = GatewayWithStore.start(new ListedStore())) {
            return gateway.get("/metrics").body();
        }
    }

    private static TreeSet<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

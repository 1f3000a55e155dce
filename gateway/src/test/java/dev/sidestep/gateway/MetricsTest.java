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
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    @DisplayName("a limit that is met makes a cooldown and a failover, and is avoided from then on")
    void failovers() throws Exception {
        world.simulator().limited(Where.model("groq", FIRST), Dimension.REQUESTS_PER_DAY, Duration.ofHours(1));
        world.chat(hello(FIRST));
        world.chat(hello(FIRST));

        assertThat(metrics())
                .contains(
                        "sidestep_failovers_total{move=\"model\"} 1.0",
                        "sidestep_failovers_total{move=\"account\"} 0.0")
                .contains("sidestep_cooldowns_total{kind=\"rate-limit\"} 1.0")
                .contains("sidestep_cooldowns_running{kind=\"rate-limit\"} 1.0")
                .contains("sidestep_limits_avoided_total{why=\"cooling\"} 1.0")
                .contains("sidestep_calls_sidestepped_total 2.0", "sidestep_retries_total 0.0");
    }

    @Test
    void waitsAreTimed() throws Exception {
        world.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofSeconds(1));
        world.chat(hello(FIRST));

        assertThat(metrics())
                .contains("sidestep_call_waits_seconds_count 1\n")
                .contains("sidestep_call_waits_seconds_bucket{le=\"0.25\"} 0\n")
                .contains("sidestep_call_waits_seconds_bucket{le=\"5.0\"} 1\n");
    }

    @Test
    void tokensOfAStreamAreTimed() throws Exception {
        world.chat(hello(FIRST));
        assertThat(metrics()).doesNotContain("gen_ai_server_time_to_first_token_seconds_count");

        world.chat(streamedHello(FIRST));

        String ofFirst = "{gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"groq\",gen_ai_request_model=\"" + FIRST
                + "\"} 1\n";
        assertThat(metrics())
                .contains("gen_ai_server_time_to_first_token_seconds_count" + ofFirst)
                .contains("gen_ai_server_time_per_output_token_seconds_count" + ofFirst);
    }
}

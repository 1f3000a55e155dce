package dev.sidestep.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.gateway.simulation.Break;
import dev.sidestep.gateway.simulation.SimulatedProvider;
import dev.sidestep.gateway.simulation.SimulatedProvider.Exhausted;
import dev.sidestep.gateway.simulation.SimulationChange;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Simulator;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.simulator.Where;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationPanelTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nowNanos = new AtomicLong();
    private final Simulator simulator = new Simulator(SimulatorSpec.standard().toBuilder()
            .limited(Where.model("groq", Simulation.LIMITED_MODEL), Dimension.TOKENS_PER_DAY, MINUTE)
            .build());
    private final SimulationPanel panel = new SimulationPanel(simulator, nowNanos::get);

    private SimulatedProvider provider(String name) {
        return panel.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsOnFromTheStartIsTold() {
        assertThat(provider("groq").exhausted()).containsExactly(new Exhausted(Simulation.LIMITED_MODEL, MINUTE));
        assertThat(provider("groq").models()).hasSize(17);
        assertThat(provider("openai").exhausted()).isEmpty();
    }

    @Test
    void modelIsExhaustedOnceHoweverOftenThatIsAskedFor() {
        panel.change(new SimulationChange.Exhaust("openai", "gpt-4o", Duration.ofHours(1)));
        panel.change(new SimulationChange.Exhaust("openai", "gpt-4o", MINUTE));

        assertThat(provider("openai").exhausted()).containsExactly(new Exhausted("gpt-4o", MINUTE));
    }

    @ParameterizedTest
    @EnumSource(Break.class)
    void providerBreaksInEachWay(Break how) {
        panel.change(new SimulationChange.Fail("groq", how));

        assertThat(provider("groq").broken()).contains(how);
        assertThat(provider("openai").broken()).isEmpty();
    }

    @Test
    void providerHasOneTroubleAtATime() {
        panel.change(new SimulationChange.Fail("groq", Break.UNAVAILABLE));
        panel.change(new SimulationChange.Slow("groq", Duration.ofSeconds(2)));

        assertThat(provider("groq").broken()).isEmpty();
        assertThat(provider("groq").delay()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void oneProviderIsRestoredWithoutTheOthers() {
        panel.change(new SimulationChange.Fail("openai", Break.REFUSED));
        panel.change(new SimulationChange.Slow("groq", Duration.ofSeconds(2)));

        panel.change(new SimulationChange.Restore("groq"));

        assertThat(provider("groq").delay()).isZero();
        assertThat(provider("groq").exhausted()).isEmpty();
        assertThat(provider("openai").broken()).contains(Break.REFUSED);
    }

    @Test
    void allOfThemAreRestored() {
        panel.change(new SimulationChange.Fail("openai", Break.REFUSED));

        panel.change(new SimulationChange.RestoreAll());

        assertThat(panel.all())
                .allMatch(each -> each.exhausted().isEmpty() && each.broken().isEmpty());
        assertThat(simulator.faults()).isEmpty();
    }

    @Test
    void whatIsNotSimulatedIsSaidToBeUnknown() {
        assertThatThrownBy(() -> panel.change(new SimulationChange.Restore("mistral")))
                .hasMessageContaining("expected one of groq, openai, anthropic, gemini");
        assertThatThrownBy(() -> panel.change(new SimulationChange.Exhaust("groq", "gpt-4o", MINUTE)))
                .hasMessageContaining("no model 'gpt-4o'");
    }

    @Test
    void simulatedGatewayGoesRoundWhatAPersonBreaks() throws Exception {
        Captured terminal = Captured.in(Path.of(""), Map.of());
        CompletableFuture<Integer> code =
                terminal.start("serve", "--simulate", "--no-store", "--listen", "127.0.0.1:0");
        String url = terminal.awaitOut("listens at http://\\S+").substring("listens at ".length());

        HttpResponse<String> broken =
                post(url + "/api/v1/simulation", "{\"break\": {\"provider\": \"openai\", \"how\": \"unavailable\"}}");
        HttpResponse<String> tried = post(
                url + "/api/v1/try/chat/completions",
                "{\"model\": \"gpt-4o\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}");
        HttpResponse<String> wrong = post(url + "/api/v1/simulation", "{\"restore\": {\"provider\": \"mistral\"}}");
        terminal.stop();

        assertThat(broken.body()).contains("\"broken\":\"unavailable\"");
        assertThat(tried.statusCode()).isEqualTo(200);
        assertThat(tried.headers().firstValue("x-sidestep-target").orElseThrow())
                .doesNotStartWith("openai");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(code.join()).isZero();
    }

    private static HttpResponse<String> post(String url, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}

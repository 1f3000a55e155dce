package dev.sidestep.gateway.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.config.Knobs;
import dev.sidestep.exchange.RateLimits;
import dev.sidestep.gateway.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Providers that nobody of this project wrote, behind a gateway, read by the vendors' SDKs: what the simulator and the
/// translation may both have misunderstood shows here. Skipped where aimock is not installed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AimockTest {
    /// Nobody else can answer, so a limit is waited for until the deadline.
    private static final Knobs.Builder PATIENCE = Knobs.builder().deadline(Duration.ofSeconds(1));

    private final Map<Upstream, Gateway> gateways = new EnumMap<>(Upstream.class);
    private Aimock aimock;

    @BeforeAll
    void open() throws Exception {
        Optional<Path> place = Aimock.installed();
        assumeTrue(
                place.isPresent(),
                "@copilotkit/aimock " + Aimock.VERSION + " is not installed: -Dsidestep.aimock=true has npm fetch it");
        aimock = Aimock.start(place.get());
        for (Upstream upstream : Upstream.values()) {
            gateways.put(upstream, FourWires.gateway(false, PATIENCE, "", any -> aimock.url() + base(any), upstream));
        }
    }

    private static String base(Upstream upstream) {
        return upstream == Upstream.GEMINI ? "/v1beta" : "/v1";
    }

    @AfterAll
    void close() {
        gateways.values().forEach(Gateway::close);
        if (aimock != null) {
            aimock.close();
        }
    }

    /// How a client is asked, and where its answer comes from.
    record Way(Client client, Upstream upstream, boolean stream) {
        @Override
        public String toString() {
            return client.id() + " to " + upstream.id() + (stream ? ", streamed" : "");
        }
    }

    static Stream<Way> ways() {
        return Stream.of(Client.values())
                .flatMap(client -> Stream.of(Upstream.values())
                        .flatMap(upstream -> Stream.of(false, true).map(stream -> new Way(client, upstream, stream))));
    }

    static Stream<Way> answers() {
        return ways().filter(way -> !way.stream());
    }

    static Stream<Way> streams() {
        return ways().filter(Way::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void textIsReadWithItsUsage(Way way) {
        Heard heard = ask(way, "hello");

        assertThat(heard.meaning().text()).isEqualTo("Hello, said nobody here. 🌍");
        assertThat(heard.meaning().end()).isEqualTo(Meaning.End.COMPLETE);
        assertThat(heard.inputTokens()).isEqualTo(11);
        assertThat(heard.outputTokens()).isEqualTo(7);
        assertThat(heard.starts()).isOne();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void parallelToolCallsAreReadWithTheirArguments(Way way) {
        Heard heard = ask(way, "weather");

        assertThat(heard.meaning().text()).isEqualTo("I shall look.");
        assertThat(heard.meaning().end()).isEqualTo(Meaning.End.TOOLS);
        assertThat(heard.meaning().calls())
                .containsExactly(
                        new Meaning.ToolCall("weather", Sdk.tree("{\"city\":\"Paris\"}")),
                        new Meaning.ToolCall("weather", Sdk.tree("{\"city\":\"Zürich\"}")));
        assertThat(heard.callIds()).hasSize(2).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void streamThatStopsInTheMiddleEndsInTheSdksError(Way way) {
        assertThatThrownBy(() -> ask(way, "break"))
                .isInstanceOfAny(
                        com.openai.errors.SseException.class,
                        com.anthropic.errors.SseException.class,
                        ResponsesSdk.FailedResponseException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void limitIsARateLimitToTheSdk(Way way) {
        assertThatThrownBy(() -> ask(way, "limit"))
                .isInstanceOfAny(
                        com.openai.errors.RateLimitException.class, com.anthropic.errors.RateLimitException.class);
    }

    private Heard ask(Way way, String words) {
        ObjectNode body =
                Sdk.JSON.createObjectNode().put("model", way.upstream().plainModel());
        if (way.client() == Client.RESPONSES) {
            body.put("input", words);
        } else {
            body.putArray("messages").addObject().put("role", "user").put("content", words);
        }
        if (way.client() == Client.MESSAGES) {
            body.put("max_tokens", 1_000);
        }
        Gateway gateway = gateways.get(way.upstream());
        new RateLimits(gateway.dispatcher()).clearAll();
        try (Sdk sdk = Sdk.of(way.client(), gateway.url())) {
            return sdk.ask(body, way.stream());
        }
    }
}

package dev.sidestep.gateway.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.config.Knobs;
import dev.sidestep.core.health.HealthPolicy;
import dev.sidestep.exchange.RateLimits;
import dev.sidestep.gateway.Gateway;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Ending;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.JournalEntry;
import dev.sidestep.simulator.Speech;
import dev.sidestep.simulator.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Calls that meet a fault at a provider of one wire format, and another provider of another format behind it. Before
/// the first content the client sees nothing of it; after it, its own SDK raises the error.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverAcrossWiresTest {
    /// After which a silent provider is given up. Short, for most tests here wait for it; long enough for a busy
    /// machine.
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final String FIRST_WORDS = "one two three four five six";
    private static final String OTHER_WORDS = "said by another one";

    private final FourWires world = new FourWires();
    private final Map<Upstream, Gateway> gateways = new EnumMap<>(Upstream.class);
    private final Map<Upstream, Map<Client, Sdk>> sdks = new EnumMap<>(Upstream.class);

    /// A fault by the name that tests show.
    record Named(String name, Fault fault) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Where a call starts, what goes wrong there, and who is to answer.
    record Way(Client client, Upstream first, Named fault) {
        @Override
        public String toString() {
            return fault + ": " + client.id() + " to " + first.id() + ", then " + other().id();
        }

        Upstream other() {
            return order(first).get(1);
        }
    }

    @BeforeAll
    void open() {
        Knobs.Builder knobs = Knobs.builder()
                .sameTargetRetries(0)
                .stickFor(Duration.ZERO)
                .attemptTimeout(PATIENCE)
                .idleTimeout(PATIENCE)
                // Every test here breaks something: nobody is to be avoided for it in the next one.
                .health(new HealthPolicy(Duration.ofMinutes(1), 1_000, 1, Duration.ofHours(1)));
        for (Upstream first : Upstream.values()) {
            Gateway gateway = world.gateway(false, knobs, order(first).toArray(Upstream[]::new));
            gateways.put(first, gateway);
            Map<Client, Sdk> clients = new EnumMap<>(Client.class);
            for (Client client : Client.values()) {
                clients.put(client, Sdk.of(client, gateway.url()));
            }
            sdks.put(first, clients);
        }
    }

    /// Another provider type comes before another account of the same type, and OpenAI speaks two formats.
    private static List<Upstream> order(Upstream first) {
        return switch (first) {
            case CHAT -> List.of(Upstream.CHAT, Upstream.MESSAGES, Upstream.GEMINI, Upstream.RESPONSES);
            case RESPONSES -> List.of(Upstream.RESPONSES, Upstream.GEMINI, Upstream.MESSAGES, Upstream.CHAT);
            case MESSAGES -> List.of(Upstream.MESSAGES, Upstream.GEMINI, Upstream.CHAT, Upstream.RESPONSES);
            case GEMINI -> List.of(Upstream.GEMINI, Upstream.CHAT, Upstream.RESPONSES, Upstream.MESSAGES);
        };
    }

    @AfterAll
    void close() {
        sdks.values().forEach(clients -> clients.values().forEach(Sdk::close));
        gateways.values().forEach(Gateway::close);
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
        gateways.values().forEach(gateway -> new RateLimits(gateway.dispatcher()).clearAll());
        world.simulator().say(Where.anywhere(), Speech.text(OTHER_WORDS));
    }

    private static Stream<Way> ways(Map<String, Fault> faults) {
        List<Way> ways = new ArrayList<>();
        faults.forEach((name, fault) -> {
            for (Client client : Client.values()) {
                for (Upstream first : Upstream.values()) {
                    ways.add(new Way(client, first, new Named(name, fault)));
                }
            }
        });
        return ways.stream();
    }

    static Stream<Way> beforeContent() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("a status of 503", Fault.status(503));
        faults.put("a reset", Fault.reset());
        faults.put("an error as the first event", Fault.errorFirst());
        faults.put("an end right after the headers", Fault.closeAfterHeaders());
        faults.put("a stream of nothing", Fault.emptyStream());
        faults.put("silence after the headers", Fault.stallBeforeContent());
        faults.put("an error after the start", Fault.errorAfterRole());
        faults.put("an end after the start", new Fault.Cut(1, Ending.Plain.END));
        faults.put("a reset after the start", new Fault.Cut(1, Ending.Plain.RESET));
        faults.put("silence after the start", new Fault.Cut(1, Ending.Plain.SILENCE));
        faults.put("starts for ever", Fault.onlyRoles());
        return ways(faults);
    }

    static Stream<Way> afterContent() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("an error", Fault.errorAfterContent(2));
        faults.put("an end too early", Fault.endsEarly(2));
        faults.put("a reset", Fault.resetAfterContent(2));
        faults.put("silence", Fault.stallAfterContent(2));
        return ways(faults);
    }

    static Stream<Way> refusals() {
        return ways(Map.of("limited", Fault.status(429)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beforeContent")
    void beforeTheFirstContentAnotherAnswersAndNobodySees(Way way) {
        world.simulator().inject(Where.provider(way.first().id()), way.fault().fault());

        Heard heard = ask(way, true);

        assertThat(heard.meaning().text()).isEqualTo(OTHER_WORDS);
        assertThat(heard.starts()).isOne();
        assertThat(heard.told().target()).startsWith(way.other().id() + "/");
        assertThat(heard.told().trail()).startsWith(way.first().id() + "/");
        assertThat(world.journal().count()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("afterContent")
    void afterTheFirstContentTheSdkRaisesTheError(Way way) {
        world.simulator().clearSpeeches();
        world.simulator().say(Where.anywhere(), Speech.text(FIRST_WORDS));
        world.simulator().inject(Where.provider(way.first().id()), way.fault().fault());

        // The connection of a stream that broke is closed, so each test has its own.
        Sdk fresh = Sdk.of(way.client(), gateways.get(way.first()).url());
        assertThatThrownBy(() -> ask(fresh, way, true))
                .isInstanceOfAny(
                        com.openai.errors.SseException.class,
                        com.anthropic.errors.SseException.class,
                        ResponsesSdk.FailedResponseException.class)
                .hasMessageContaining("broke");
        fresh.close();
        assertThat(world.journal().count()).isOne();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void limitInTheProvidersOwnWordsLeadsToAnother(Way way) {
        world.simulator()
                .limited(Where.provider(way.first().id()), Dimension.REQUESTS_PER_MINUTE, Duration.ofSeconds(42));

        Heard heard = ask(way, false);

        assertThat(heard.meaning().text()).isEqualTo(OTHER_WORDS);
        assertThat(heard.told().trail()).contains("=rate-limited(42s)");
        assertThat(world.journal().entries()).extracting(JournalEntry::status).containsExactly(429, 200);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void streamFallsThroughThreeWiresAndIsOneAnswer(Client client) {
        world.simulator().inject(Where.provider("messages"), Fault.errorAfterRole());
        world.simulator().inject(Where.provider("gemini"), Fault.stallBeforeContent());
        world.simulator().inject(Where.provider("chat"), Fault.errorFirst());
        Way way = new Way(client, Upstream.MESSAGES, new Named("all but one", Fault.reset()));

        Heard heard = ask(way, true);

        assertThat(world.journal().entries())
                .extracting(JournalEntry::provider)
                .containsExactly("messages", "gemini", "chat", "responses");
        assertThat(heard.meaning().text()).isEqualTo(OTHER_WORDS);
        assertThat(heard.starts()).isOne();
    }

    private Heard ask(Way way, boolean stream) {
        return ask(sdks.get(way.first()).get(way.client()), way, stream);
    }

    private static Heard ask(Sdk sdk, Way way, boolean stream) {
        ObjectNode body = Conversation.read("03-parallel-tool-results")
                .body(way.client())
                .orElseThrow()
                .put("model", way.first().id() + "/" + way.first().plainModel());
        return sdk.ask(body, stream);
    }
}

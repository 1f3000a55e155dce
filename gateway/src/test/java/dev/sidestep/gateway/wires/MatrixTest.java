package dev.sidestep.gateway.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.errors.AnthropicServiceException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.errors.OpenAIServiceException;
import dev.sidestep.config.Knobs;
import dev.sidestep.gateway.Gateway;
import dev.sidestep.simulator.JournalEntry;
import dev.sidestep.simulator.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every conversation from every client's wire format to every provider's, as a stream and not: the provider takes what
/// leaves, the client's own SDK reads the same out of the answer, and exactly what was lost is told. What a provider
/// cannot serve is never sent to it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatrixTest {
    private static final List<String> CONVERSATIONS = Conversations.names();

    private final FourWires world = new FourWires();
    private final List<Gateway> gateways = new ArrayList<>();
    private final Map<Way, Sdk> sdks = new HashMap<>();

    /// From a client to the model of a provider.
    record Way(Client client, Upstream upstream, boolean thinks) {}

    @BeforeAll
    void open() {
        for (Upstream upstream : Upstream.values()) {
            for (boolean thinks : List.of(true, false)) {
                Gateway gateway = world.gateway(thinks, Knobs.builder(), upstream);
                gateways.add(gateway);
                for (Client client : Client.values()) {
                    sdks.put(new Way(client, upstream, thinks), Sdk.of(client, gateway.url()));
                }
            }
        }
    }

    @AfterAll
    void close() {
        sdks.values().forEach(Sdk::close);
        gateways.forEach(Gateway::close);
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    /// One cell of the matrix.
    record Cell(Conversation conversation, Client client, Upstream upstream, boolean stream) {
        @Override
        public String toString() {
            return conversation.name() + ": " + client.id() + " to " + upstream.id() + (stream ? ", streamed" : "");
        }

        Way way() {
            return new Way(client, upstream, conversation.thinks());
        }

        ObjectNode body() {
            return conversation.body(client).orElseThrow().put("model", upstream.model(conversation.thinks()));
        }
    }

    static Stream<Cell> fit() {
        return cells().filter(cell -> !isUnfit(cell) && !isInvalid(cell));
    }

    static Stream<Cell> unfit() {
        return cells().filter(MatrixTest::isUnfit);
    }

    static Stream<Cell> invalid() {
        return cells().filter(MatrixTest::isInvalid);
    }

    private static boolean isUnfit(Cell cell) {
        return cell.conversation().isUnfit(cell.client(), cell.upstream());
    }

    private static boolean isInvalid(Cell cell) {
        return !cell.conversation().objection(cell.client(), cell.upstream()).isEmpty();
    }

    private static Stream<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (String name : CONVERSATIONS) {
            Conversation conversation = Conversation.read(name);
            for (Client client : Client.values()) {
                if (conversation.body(client).isPresent()) {
                    for (Upstream upstream : Upstream.values()) {
                        cells.add(new Cell(conversation, client, upstream, false));
                        cells.add(new Cell(conversation, client, upstream, true));
                    }
                }
            }
        }
        return cells.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fit")
    void crossesTheWires(Cell cell) {
        Conversation conversation = cell.conversation();
        conversation.script().ifPresent(speech -> world.simulator().say(Where.anywhere(), speech));

        Heard heard = sdks.get(cell.way()).ask(cell.body(), cell.stream());

        assertThat(world.journal().entries()).extracting(JournalEntry::status).containsExactly(200);
        assertThat(heard.meaning()).isEqualTo(conversation.meaning(cell.client(), cell.upstream()));
        assertThat(heard.starts()).isOne();
        assertThat(heard.inputTokens()).isPositive();
        assertThat(heard.outputTokens()).isBetween(conversation.leastTokens(), conversation.mostTokens());
        assertThat(heard.callIds()).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Za-z0-9_-]{1,64}"));
        assertThat(heard.told().dropped()).isEqualTo(conversation.losses(cell.client(), cell.upstream()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfit")
    void isRefusedHereWhereTheProviderCannotServeIt(Cell cell) {
        Sdk sdk = sdks.get(cell.way());

        assertThatThrownBy(() -> sdk.ask(cell.body(), cell.stream()))
                .satisfies(error -> assertThat(body(error)).contains("no_capable_model"));
        assertThat(world.journal().count()).isZero();
    }

    /// In its own format a client gets what the provider itself would say.
    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void isRefusedInTheProvidersOwnWords(Cell cell) {
        Sdk sdk = sdks.get(cell.way());
        String objection = cell.conversation().objection(cell.client(), cell.upstream());

        assertThatThrownBy(() -> sdk.ask(cell.body(), cell.stream()))
                .satisfies(error -> assertThat(body(error)).startsWith("400").contains(objection));
        assertThat(world.journal().entries()).extracting(JournalEntry::status).containsExactly(400);
    }

    private static String body(Throwable error) {
        return switch (error) {
            case OpenAIServiceException refused -> refused.statusCode() + " " + refused.body();
            case AnthropicServiceException refused -> refused.statusCode() + " " + refused.body();
            case Throwable other -> throw new AssertionError("no refusal", other);
        };
    }
}

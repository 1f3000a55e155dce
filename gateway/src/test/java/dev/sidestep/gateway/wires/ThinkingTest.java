package dev.sidestep.gateway.wires;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.config.Knobs;
import dev.sidestep.gateway.Gateway;
import dev.sidestep.simulator.JournalEntry;
import dev.sidestep.simulator.Speech;
import dev.sidestep.simulator.Where;
import java.time.Duration;
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

/// Models that think and call tools: what they thought comes back to them with the tools' results, signed as they gave
/// it
/// out, whatever the client's wire format; and another provider is not bothered with it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThinkingTest {
    private final FourWires world = new FourWires();
    private final Map<Upstream, Gateway> gateways = new HashMap<>();

    @BeforeAll
    void open() {
        for (Upstream first : Upstream.values()) {
            List<Upstream> order = new ArrayList<>(List.of(first));
            order.addAll(
                    Stream.of(Upstream.values()).filter(each -> each != first).toList());
            gateways.put(
                    first,
                    world.gateway(true, Knobs.builder().stickFor(Duration.ZERO), order.toArray(Upstream[]::new)));
        }
    }

    @AfterAll
    void close() {
        gateways.values().forEach(Gateway::close);
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
        world.simulator()
                .say(
                        Where.anywhere(),
                        Speech.calls(
                                        new Speech.Call("weather", "{\"city\":\"Rome\"}"),
                                        new Speech.Call("weather", "{\"city\":\"Oslo\"}"))
                                .withText("Let me see.")
                                .withThinking("Two cities are missing."),
                        1);
        world.simulator().say(Where.anywhere(), Speech.text("Warm and cold."), 1);
    }

    /// A conversation's client, its first provider, and the one that goes on with it.
    record Way(Client client, Upstream first, Upstream second, boolean stream) {
        @Override
        public String toString() {
            return client.id() + " to " + first.id() + ", then to " + second.id() + (stream ? ", streamed" : "");
        }
    }

    static Stream<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (Client client : Client.values()) {
            for (Upstream first : Upstream.values()) {
                for (Upstream second : Upstream.values()) {
                    ways.add(new Way(client, first, second, false));
                    ways.add(new Way(client, first, second, true));
                }
            }
        }
        return ways.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void thoughtsGoBackToWhoeverThoughtThemAndToNobodyElse(Way way) {
        try (Sdk sdk = Sdk.of(way.client(), gateways.get(way.first()).url())) {
            Conversation conversation = Conversation.read("14-thinking-with-tools");
            ObjectNode body = conversation.body(way.client()).orElseThrow();
            Heard calls = sdk.ask(body.put("model", model(way.first())), way.stream());

            Heard answer =
                    sdk.ask(continued(way.client(), body, calls).put("model", model(way.second())), way.stream());

            assertThat(answer.meaning().text()).isEqualTo("Warm and cold.");
            assertThat(world.journal().entries())
                    .extracting(JournalEntry::status)
                    .isEqualTo(expected(way));
        }
    }

    /// Thoughts without a signature cannot be told from Anthropic's own in a client's call in Anthropic's own format,
    /// so
    /// Anthropic refuses them once, and gets the call without them.
    private static List<Integer> expected(Way way) {
        boolean isRepaired =
                way.client() == Client.MESSAGES && way.first() == Upstream.GEMINI && way.second() == Upstream.MESSAGES;
        return isRepaired ? List.of(200, 400, 200) : List.of(200, 200);
    }

    private static String model(Upstream upstream) {
        return upstream.id() + "/" + upstream.thinkingModel();
    }

    /// The conversation with the answer and the results of its tool calls.
    private static ObjectNode continued(Client client, ObjectNode body, Heard calls) {
        ObjectNode next = body.deepCopy();
        ArrayNode turns = next.withArray(client == Client.RESPONSES ? "input" : "messages");
        switch (client) {
            case CHAT -> {
                turns.add(calls.replay());
                calls.callIds()
                        .forEach(id -> turns.addObject()
                                .put("role", "tool")
                                .put("tool_call_id", id)
                                .put("content", "20 degrees"));
            }
            case RESPONSES -> {
                turns.addAll((ArrayNode) calls.replay());
                calls.callIds()
                        .forEach(id -> turns.addObject()
                                .put("type", "function_call_output")
                                .put("call_id", id)
                                .put("output", "20 degrees"));
            }
            case MESSAGES -> {
                turns.add(calls.replay());
                ArrayNode results = turns.addObject().put("role", "user").putArray("content");
                calls.callIds()
                        .forEach(id -> results.addObject()
                                .put("type", "tool_result")
                                .put("tool_use_id", id)
                                .put("content", "20 degrees"));
            }
        }
        return next;
    }
}

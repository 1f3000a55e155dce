package dev.sidestep.gateway;

import static dev.sidestep.gateway.SimulatedWorld.FIRST;
import static dev.sidestep.gateway.SimulatedWorld.SECOND;
import static dev.sidestep.gateway.SimulatedWorld.SOON;
import static dev.sidestep.gateway.SimulatedWorld.hello;
import static dev.sidestep.gateway.SimulatedWorld.streamedHello;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.JournalEntry;
import dev.sidestep.simulator.Step;
import dev.sidestep.simulator.Where;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Many clients that leave: a response on a dead connection can look ended, and its request at the provider must be
/// cancelled all the same, whether the provider is silent or talks on.
class DepartedClientsTest {
    private static final int CLIENTS = 200;

    @RegisterExtension
    private final SimulatedWorld world = new SimulatedWorld();

    @Test
    void twoHundredClientsThatLeaveSilentAndTalkingProvidersLeaveNothingOpen() throws Exception {
        world.simulator().inject(Where.model("groq", FIRST), Fault.silence());
        world.simulator().inject(Where.model("groq", SECOND), talking());
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RawClient client = world.connect();
            clients.add(client);
            switch (i % 4) {
                case 0 -> client.chat(hello(FIRST));
                case 1 -> client.chat(streamedHello(FIRST));
                default -> client.chat(streamedHello(SECOND));
            }
        }
        assertThat(world.journal().awaitOpenRequests(CLIENTS, SOON)).isTrue();
        for (int i = 0; i < CLIENTS; i++) {
            if (i % 4 > 1) {
                clients.get(i).readUntil("more");
            }
        }

        for (RawClient client : clients) {
            client.close();
        }

        world.assertNothingOpen();
        assertThat(world.journal().count()).isEqualTo(CLIENTS);
        assertThat(world.journal().entries()).allMatch(entry -> entry.state() == JournalEntry.State.ABANDONED);
    }

    private static Fault talking() {
        byte[] event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"more \"}}]}\n\n"
                .getBytes(StandardCharsets.UTF_8);
        return new Fault.Play(List.of(
                new Step.Head(200, List.of(Map.entry("content-type", "text/event-stream")), Step.Head.CHUNKED),
                new Step.Send(event),
                new Step.Repeat(event, Duration.ofMillis(20))));
    }
}

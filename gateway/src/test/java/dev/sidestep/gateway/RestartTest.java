package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The next gateway goes on where the one before ended.
class RestartTest {
    private static final int PER_DAY = 10;
    private static final int USED = 8;

    @TempDir
    private Path folder;

    private final LastingWorld world = new LastingWorld();
    private String state = "";

    @BeforeEach
    void keep() {
        state = LastingWorld.in(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void cooldownEndsWhenItWouldHaveEnded() throws Exception {
        world.limitFirst().open(state).chat(LastingWorld.FIRST);
        long cooling = world.cooling();
        long beforeNanos = System.nanoTime();
        world.providers().journal().clear();

        world.open(state);

        long passed = (System.nanoTime() - beforeNanos) / 1_000_000_000;
        assertThat(cooling).isBetween(10_700L, 10_800L);
        assertThat(world.cooling()).isBetween(cooling - passed - 1, cooling - passed + 1);
        assertThat(world.failedOf(3, "auto")).isZero();
        assertThat(world.providers().journal().count("groq", LastingWorld.FIRST))
                .isZero();
    }

    @Test
    void quotaThatIsNearlyUsedUpStaysSo() throws Exception {
        world.counting("rpd: " + PER_DAY);
        String counted = state + """
                routes:
                  counted: [groq/a1, openai/b1]
                """;
        assertThat(world.open(counted).failedOf(USED, "counted")).isZero();
        assertThat(world.providers().journal().count("groq", LastingWorld.FIRST))
                .isEqualTo(USED);

        assertThat(world.open(counted).failedOf(PER_DAY, "counted")).isZero();

        assertThat(world.providers().journal().count("groq", LastingWorld.FIRST))
                .isEqualTo(PER_DAY);
    }

    @Test
    void conversationGoesOn() throws Exception {
        String agent = state + "agents:\n  writer: {system: Write., model: b1}\n";
        String path = "/api/v1/agents/writer/chat";
        world.open(agent).post(path, "{\"message\":\"The first\",\"conversation_id\":\"c-1\"}");
        world.providers().journal().clear();

        world.open(agent).post(path, "{\"message\":\"The second\",\"conversation_id\":\"c-1\"}");

        assertThat(world.providers().journal().entries().getFirst().bodyText())
                .contains("The first", "assistant", "The second");
    }

    @Test
    void ledgerGoesOn() throws Exception {
        String id = LastingWorld.id(world.open(state).chat(LastingWorld.OTHER));

        world.open(state);

        assertThat(world.call(id).path("outcome").asText()).isEqualTo("answered");
        assertThat(LastingWorld.id(world.chat(LastingWorld.OTHER))).isGreaterThan(id);
        assertThat(LastingWorld.await(() -> world.calls() == 2)).isTrue();
    }
}

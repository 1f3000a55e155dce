package dev.sidestep.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RingTest {
    private static final long SECOND = 1_000_000_000L;

    private final Ring ring = new Ring();

    private Optional<String> after(long id) {
        return ring.after(id).map(Buffer::toString);
    }

    @Test
    void whoComesBackIsToldWhatWasMissed() {
        ring.add(7, Buffer.buffer("a"), 0);
        ring.add(8, Buffer.buffer("b"), SECOND);
        ring.add(9, Buffer.buffer("c"), 2 * SECOND);

        assertThat(after(7)).contains("bc");
        assertThat(after(9)).contains("");
    }

    @Test
    void whatWasNeverSentCannotBeResumed() {
        assertThat(after(0)).isEmpty();
        ring.add(7, Buffer.buffer("a"), 0);

        assertThat(after(6)).isEmpty();
        assertThat(after(8)).isEmpty();
    }

    @Test
    void nothingOlderThanAMinuteIsKept() {
        ring.add(7, Buffer.buffer("a"), 0);
        ring.add(8, Buffer.buffer("b"), 61 * SECOND);

        assertThat(after(7)).isEmpty();
    }

    @Test
    void largeFramesPushOutOlderOnes() {
        for (int id = 1; id <= 12; id++) {
            ring.add(id, Buffer.buffer(new byte[1 << 20]), 0);
        }

        assertThat(after(4)).isEmpty();
        assertThat(ring.after(11).orElseThrow().length()).isEqualTo(1 << 20);
    }
}

package dev.sidestep.store.share;

import dev.sidestep.core.Ticker;
import dev.sidestep.core.state.NodeState;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/// This node's part in the talk between nodes.
///
/// The node's own state answers every question; nothing of a call waits for the server. What event loops hand over is
/// queued, and a thread of the share's own sends it. While the server cannot be reached, is read-only, or does not
/// answer, the state is told within a second that nodes are apart, and each goes by its own part of every limit; this
/// ends by itself. No exception gets out of it.
///
/// Thread-safe.
public final class Share implements AutoCloseable {
    private static final int ID_BYTES = 8;
    private static final long END_MILLIS = 800;

    private final Talk talk;

    private Share(Talk talk) {
        this.talk = talk;
    }

    /// Begins to share, and returns at once: whether the server is there shows in the [#status()].
    ///
    /// @param ticker the one that the state goes by
    public static Share begin(ShareAddress address, NodeState state, Ticker ticker) {
        CommonClock clock = new CommonClock(ticker);
        Endings endings = new Endings(clock);
        Tally tally = new Tally();
        Bell bell = new Bell();
        Outbox outbox = new Outbox(clock, endings, tally, bell);
        Self self = new Self(
                newId(),
                Keys.of(address.namespace()),
                state,
                clock,
                endings,
                new Hearing(state, clock, endings),
                outbox,
                new Standing(state, clock, address.nodes()),
                tally,
                bell);
        Talk talk = new Talk(address, self);
        state.listen(outbox::add);
        state.onUse(outbox::addUses);
        talk.start();
        return new Share(talk);
    }

    /// Waits until the server was tried for the first time, so that a node that starts knows what the others know
    /// before it takes calls.
    ///
    /// @return whether nodes are connected
    public boolean awaitFirstAttempt(Duration limit) throws InterruptedException {
        return talk.awaitFirstAttempt(limit.toNanos()) && status().isConnected();
    }

    /// How it is doing. Costs nothing.
    public ShareStatus status() {
        return talk.status();
    }

    /// Tells the others that this node is gone, as far as that works, and ends within a second.
    @Override
    public void close() {
        try {
            talk.end(END_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

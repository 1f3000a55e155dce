package dev.sidestep.store.share;

import dev.sidestep.core.Ticker;
import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.CooldownRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A node with a relay between itself and the server, and a clock that is like no other's.
final class Node implements AutoCloseable {
    private final Relay relay;
    private final Ticker ticker;
    private final MemoryState state;
    private final Share share;

    Node(RedisProcess redis, Duration skew) {
        this.relay = new Relay(redis.port());
        this.ticker = () -> System.nanoTime() + skew.toNanos();
        this.state = new MemoryState(ticker);
        this.share = Share.begin(ShareAddress.parse("redis://localhost:" + relay.port()), state, ticker);
    }

    Relay relay() {
        return relay;
    }

    MemoryState state() {
        return state;
    }

    ShareStatus status() {
        return share.status();
    }

    Share share() {
        return share;
    }

    boolean isApart() {
        return !state.partners().isConnected();
    }

    Optional<CooldownRecord> cooldown(CooldownId id) {
        return state.cooldowns().stream()
                .filter(cooldown -> cooldown.id().equals(id))
                .findAny();
    }

    /// The shared time as this node sees it.
    long commonNanos() {
        return ticker.nanos() + state.partners().turnOffsetNanos();
    }

    @Override
    public void close() throws IOException {
        share.close();
        relay.close();
    }
}

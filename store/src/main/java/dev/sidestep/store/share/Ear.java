package dev.sidestep.store.share;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/// Hears the channel, on the connection's thread: what others say goes into the state at once, what this node said
/// itself shows that it is heard.
final class Ear {
    private static final int MOST_NODES = 1_024;

    private final Self self;
    private final LongConsumer echo;
    private final AtomicBoolean hasMissed = new AtomicBoolean();
    private final Map<String, Long> lastSequences = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_NODES;
        }
    };

    /// @param echo told the number of each of this node's own messages
    Ear(Self self, LongConsumer echo) {
        this.self = self;
        this.echo = echo;
    }

    /// Hears a message. Never throws: an exception would end up in the connection, which has no part in it.
    void message(byte[] text) {
        try {
            hear(Message.of(text, self.clock().millis()));
        } catch (GarbageException | RuntimeException _) {
            self.tally().ignored.increment();
        }
    }

    /// Whether messages of others were lost since this was last asked.
    boolean takeHasMissed() {
        return hasMissed.getAndSet(false);
    }

    private void hear(Message message) {
        if (message.node().equals(self.id())) {
            echo.accept(message.sequence());
            return;
        }
        self.tally().received.increment();
        self.tally().ignored.add(message.ignored());
        follow(message);
        message.told().forEach(self.hearing()::take);
    }

    private void follow(Message message) {
        Long last = lastSequences.put(message.node(), message.sequence());
        if (last != null && message.sequence() > last + 1) {
            hasMissed.set(true);
        }
    }
}

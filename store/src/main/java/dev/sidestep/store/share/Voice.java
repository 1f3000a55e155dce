package dev.sidestep.store.share;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Speaks to the others. For one thread.
final class Voice {
    private final RedisLink link;
    private final Self self;
    private final AtomicLong sequence;

    /// @param sequence the number of this node's last message, whatever connection it went over
    Voice(RedisLink link, Self self, AtomicLong sequence) {
        this.link = link;
        this.self = self;
        this.sequence = sequence;
    }

    /// Says something, in as few messages as it fits into; nothing at all where there is nothing to say.
    void say(List<String> changes) {
        Message.packed(changes).forEach(this::publish);
    }

    /// The number of the next message.
    long next() {
        return sequence.get() + 1;
    }

    /// Says nothing, to hear itself.
    void breathe() {
        publish(List.of());
    }

    private void publish(List<String> changes) {
        long number = sequence.incrementAndGet();
        byte[] text = Message.text(self.id(), number, changes);
        link.send(redis -> redis.publish(self.keys().channel(), text));
        self.tally().sent.increment();
    }
}

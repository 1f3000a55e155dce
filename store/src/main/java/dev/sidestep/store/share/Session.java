package dev.sidestep.store.share;

import dev.sidestep.core.state.QuotaUse;
import dev.sidestep.core.state.StateChange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What goes on over one link, from joining the others until the link is lost. For one thread; after [#join], nothing
/// waits.
final class Session implements AutoCloseable {
    /// How long uses gather before they are told.
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private static final long RECONCILE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// The least time between two reconciliations, whatever asks for one.
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long LIMIT_NANOS = RedisDoor.LIMIT.toNanos();
    private static final long LEAVE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RedisLink link;
    private final Self self;
    private final Hashes hashes;
    private final Records records;
    private final Voice voice;
    private final Heart heart;
    private final Ear ear;
    private @Nullable CompletableFuture<Kept> knownReading;
    private boolean isGathering;
    private long usesDueNanos;
    private long reconcileDueNanos;
    private long reconciledNanos;

    /// @param sequence the number of this node's last message
    Session(RedisLink link, Self self, AtomicLong sequence) {
        this.link = link;
        this.self = self;
        this.hashes = new Hashes(link, self.keys());
        this.records = new Records(self, hashes);
        this.voice = new Voice(link, self, sequence);
        this.heart = new Heart(link, self, voice);
        this.ear = new Ear(self, heart::echo);
    }

    /// Hears the others, learns what they know and tells what they do not. Takes a few round trips, each within the
    /// limit of a command.
    void join() throws LinkException {
        self.clock().forget();
        heart.wind();
        RedisLink.await(link.hear(self.keys().channel(), ear::message), LIMIT_NANOS);
        self.outbox().drop();
        reconcile(RedisLink.await(hashes.read(), LIMIT_NANOS), true);
        heart.first();
    }

    /// Says and writes what is due.
    void turn(long nowNanos) {
        heart.turn(nowNanos);
        List<Told> news = Stream.concat(changes(nowNanos), uses(nowNanos)).toList();
        voice.say(texts(news));
        records.write(news);
        records.turn(nowNanos);
        reconcile(nowNanos);
    }

    /// For how long it wants no turn.
    long waitNanos(long nowNanos) {
        long wait = Math.min(heart.waitNanos(nowNanos), records.waitNanos(nowNanos));
        wait = isGathering ? Math.min(wait, usesDueNanos - nowNanos) : wait;
        return knownReading == null ? Math.min(wait, reconcileDueNanos - nowNanos) : wait;
    }

    /// Why it has ended; null while it goes on.
    @Nullable
    String knownTrouble() {
        return link.knownTrouble();
    }

    /// Says that this node is gone; waits for it a moment only.
    void leave() {
        byte[] id = self.id().getBytes(StandardCharsets.US_ASCII);
        try {
            RedisLink.await(link.ask(redis -> redis.zrem(self.keys().nodes(), id)), LEAVE_NANOS);
        } catch (LinkException _) {
            // The others will notice the silence.
        }
    }

    @Override
    public void close() {
        link.close();
    }

    private Stream<Told> changes(long nowNanos) {
        List<Told> changes = self.outbox().take();
        if (changes.stream().anyMatch(told -> told.change() instanceof StateChange.Cleared)) {
            reconcileSoon(nowNanos);
        }
        return changes.stream();
    }

    /// What was used: after the first of it, a few more milliseconds' worth is waited for.
    private Stream<Told> uses(long nowNanos) {
        if (!isGathering) {
            isGathering = self.outbox().hasUses();
            usesDueNanos = nowNanos + GATHER_NANOS;
            return Stream.empty();
        }
        if (nowNanos - usesDueNanos < 0) {
            return Stream.empty();
        }
        isGathering = false;
        List<QuotaUse> uses = self.outbox().takeUses(self.state());
        return uses.isEmpty()
                ? Stream.empty()
                : Stream.of(new Told(new StateChange.Used(uses), self.clock().millisOf(nowNanos)));
    }

    private void reconcile(long nowNanos) {
        if (self.outbox().takeOverflow() || ear.takeHasMissed()) {
            reconcileSoon(nowNanos);
        }
        CompletableFuture<Kept> reading = knownReading;
        if (reading == null && nowNanos - reconcileDueNanos >= 0) {
            knownReading = hashes.read();
            knownReading.whenComplete((_, _) -> self.bell().ring());
        } else if (reading != null && reading.isDone()) {
            knownReading = null;
            reconcile(reading.join(), false);
        }
    }

    private void reconcile(Kept kept, boolean isJoining) {
        reconciledNanos = self.clock().nanos();
        reconcileDueNanos = reconciledNanos + RECONCILE_NANOS;
        voice.say(texts(new Reconciliation(self, hashes, isJoining).with(kept)));
    }

    private void reconcileSoon(long nowNanos) {
        long soon = Math.max(nowNanos, reconciledNanos + SOON_NANOS);
        reconcileDueNanos = Math.min(reconcileDueNanos, soon);
    }

    private static List<String> texts(List<Told> news) {
        return news.stream().flatMap(told -> told.texts().stream()).toList();
    }
}

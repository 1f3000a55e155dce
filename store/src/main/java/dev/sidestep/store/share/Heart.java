package dev.sidestep.store.share;

import io.lettuce.core.Range;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Shows that the link is alive in both directions, and who else is. A beat writes, so that a server that only lets
/// read counts as lost; and it is heard where others would hear it. For one thread, but for [#echo].
final class Heart {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long LIMIT_NANOS = RedisDoor.LIMIT.toNanos();
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final int MOST_NODES = 1_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final RedisLink link;
    private final Self self;
    private final Voice voice;
    private volatile @Nullable Beat knownBeat;
    private long dueNanos;

    /// @param done when every part of it has come back
    private record Beat(
            long number,
            long startNanos,
            CompletableFuture<Boolean> echo,
            CompletableFuture<Time> time,
            CompletableFuture<List<byte[]>> nodes,
            CompletableFuture<Void> done) {}

    /// What the server's clock said, and when that was heard.
    private record Time(long answeredNanos, long serverNanos) {}

    Heart(RedisLink link, Self self, Voice voice) {
        this.link = link;
        this.self = self;
        this.voice = voice;
    }

    /// Asks the server's clock, which everything else needs.
    void wind() throws LinkException {
        long asked = self.clock().nanos();
        Time time = RedisLink.await(time(), LIMIT_NANOS);
        self.clock().sample(asked, time.answeredNanos(), time.serverNanos());
    }

    /// The first beat, waited for.
    void first() throws LinkException {
        Beat beat = begin(self.clock().nanos());
        RedisLink.await(beat.done(), LIMIT_NANOS);
        finish(beat);
    }

    /// Beats where it is time to, and looks at what came of the last beat.
    void turn(long nowNanos) {
        Beat beat = knownBeat;
        if (beat == null) {
            if (nowNanos - dueNanos >= 0) {
                begin(nowNanos);
            }
        } else if (beat.done().isCompletedExceptionally()) {
            link.lose(LinkException.troubleOf(beat.done().exceptionNow()));
        } else if (beat.done().isDone()) {
            finish(beat);
        } else if (nowNanos - beat.startNanos() > LIMIT_NANOS) {
            link.lose("the server does not answer in time");
        }
    }

    /// For how long it wants no turn, where nothing comes back meanwhile.
    long waitNanos(long nowNanos) {
        Beat beat = knownBeat;
        return (beat == null ? dueNanos : beat.startNanos() + LIMIT_NANOS + 1) - nowNanos;
    }

    /// This node's message of this number was heard. Thread-safe.
    void echo(long number) {
        Beat beat = knownBeat;
        if (beat != null && beat.number() == number) {
            self.tally().roundTrip(self.clock().nanos() - beat.startNanos());
            beat.echo().complete(true);
        }
    }

    private Beat begin(long nowNanos) {
        dueNanos = nowNanos + EVERY_NANOS;
        String key = self.keys().nodes();
        byte[] id = self.id().getBytes(StandardCharsets.US_ASCII);
        long nowMillis = self.clock().millisOf(nowNanos);
        var time = time();
        var here = link.ask(redis -> redis.zadd(key, nowMillis, id));
        var gone = link.ask(redis -> redis.zremrangebyscore(key, Range.create(0L, nowMillis - SILENCE.toMillis())));
        var nodes = link.<List<byte[]>>ask(redis -> redis.zrange(key, 0, MOST_NODES - 1));
        var echo = new CompletableFuture<Boolean>();
        var done = CompletableFuture.allOf(time, here, gone, nodes, echo);
        Beat beat = new Beat(voice.next(), nowNanos, echo, time, nodes, done);
        knownBeat = beat;
        voice.breathe();
        CompletableFuture.allOf(time, here, gone, nodes).whenComplete((_, failure) -> {
            if (failure != null) {
                echo.completeExceptionally(failure);
            }
        });
        done.whenComplete((_, _) -> self.bell().ring());
        return beat;
    }

    private void finish(Beat beat) {
        knownBeat = null;
        Time time = beat.time().join();
        self.clock().sample(beat.startNanos(), time.answeredNanos(), time.serverNanos());
        self.standing()
                .connect(
                        self.id(),
                        beat.nodes().join().stream()
                                .map(id -> new String(id, StandardCharsets.UTF_8))
                                .filter(Message::isNode)
                                .toList());
    }

    private CompletableFuture<Time> time() {
        return link.<List<byte[]>>ask(redis -> redis.time())
                .thenApply(parts -> new Time(
                        self.clock().nanos(),
                        TimeUnit.SECONDS.toNanos(numberOf(parts.get(0))) + numberOf(parts.get(1)) * NANOS_PER_MICRO));
    }

    private static long numberOf(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }
}

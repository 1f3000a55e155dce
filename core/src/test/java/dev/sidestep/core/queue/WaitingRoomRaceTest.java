package dev.sidestep.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Target;
import dev.sidestep.core.queue.Waiter.Answer;
import dev.sidestep.core.testing.Catalogues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WaitingRoomRaceTest {
    private static final int THREADS = 4;
    private static final int CALLS = 10_000;
    private static final long MILLI = 1_000_000L;

    private final List<Target> targets =
            Catalogues.targets(Catalogues.account("g", "groq", "a", "b", "c")).all();
    private final WaitingRoom room = new WaitingRoom(500, Duration.ofMillis(20));
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger slots = new AtomicInteger();

    @Test
    @DisplayName("every call that joined from many threads leaves exactly once, by itself or called")
    void everyCallLeavesOnce() throws Exception {
        List<RacingWaiter> joined = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<List<RacingWaiter>>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                long seed = thread;
                work.add(() -> race(new Random(seed)));
            }
            for (Future<List<RacingWaiter>> future : threads.invokeAll(work)) {
                joined.addAll(future.get());
            }
        }
        slots.set(Integer.MAX_VALUE);
        room.changed(_ -> true);
        while (room.size() > 0) {
            room.wake(clock.addAndGet(MILLI));
        }

        assertThat(joined).hasSizeGreaterThan(CALLS / 10);
        assertThat(joined).allMatch(waiter -> waiter.left.get() + waiter.calls.get() == 1);
        assertThat(joined).allMatch(waiter -> waiter.calls.get() == waiter.ends.get());
        assertThat(room.nextNanos(clock.get())).isEmpty();
    }

    private List<RacingWaiter> race(Random random) {
        List<RacingWaiter> joined = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            long nowNanos = clock.addAndGet(MILLI / 10);
            RacingWaiter waiter = new RacingWaiter(random, targets.get(random.nextInt(targets.size())), nowNanos);
            if (room.join(waiter, nowNanos)) {
                joined.add(waiter);
            }
            if (random.nextInt(3) == 0 && !joined.isEmpty()) {
                RacingWaiter other = joined.get(random.nextInt(joined.size()));
                other.left.addAndGet(room.leave(other) ? 1 : 0);
            }
            if (random.nextInt(4) == 0) {
                slots.incrementAndGet();
                room.changed(waiter.target::equals);
            }
            if (random.nextInt(50) == 0) {
                room.reroute(waiter.target::equals);
            }
            room.isTaken(waiter.target, waiter.standing, nowNanos);
            room.wake(nowNanos);
        }
        return joined;
    }

    private final class RacingWaiter implements Waiter {
        private final Standing standing;
        private final long deadlineNanos;
        private final AtomicInteger left = new AtomicInteger();
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger ends = new AtomicInteger();
        /// Not volatile: the room's lock is what makes them seen.
        private final Target target;

        private long untilNanos;

        RacingWaiter(Random random, Target target, long nowNanos) {
            Priority priority = Priority.values()[random.nextInt(2)];
            standing = new Standing(priority, "c" + random.nextInt(3), 1 + random.nextInt(100));
            this.target = target;
            untilNanos = nowNanos + random.nextLong(10 * MILLI);
            deadlineNanos = nowNanos + random.nextLong(50 * MILLI);
        }

        @Override
        public Standing standing() {
            return standing;
        }

        @Override
        public Target target() {
            return target;
        }

        @Override
        public long untilNanos() {
            return untilNanos;
        }

        @Override
        public long deadlineNanos() {
            return deadlineNanos;
        }

        @Override
        public Answer ask(long nowNanos) {
            if (slots.getAndUpdate(free -> Math.max(0, free - 1)) > 0) {
                ends.incrementAndGet();
                return Answer.GOES;
            }
            if (deadlineNanos - nowNanos <= 0) {
                ends.incrementAndGet();
                return Answer.GIVES_UP;
            }
            untilNanos = nowNanos + MILLI;
            return Answer.WAITS;
        }

        @Override
        public void called() {
            calls.incrementAndGet();
        }
    }
}

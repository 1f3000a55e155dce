package dev.sidestep.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Target;
import dev.sidestep.core.queue.Waiter.Answer;
import dev.sidestep.core.testing.Catalogues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Random histories, each played in the room and in a naive one. A failure names its seed;
/// `-Dsidestep.seed=N` plays that one alone.
class WaitingRoomPropertyTest {
    private static final int HISTORIES = 300;
    private static final int STEPS = 250;
    private static final long SECOND = 1_000_000_000L;
    private static final long AGEING = 5 * SECOND;
    private static final int CAPACITY = 30;

    private static LongStream seeds() {
        Long one = Long.getLong("sidestep.seed");
        return one == null ? LongStream.range(0, HISTORIES) : LongStream.of(one);
    }

    @Test
    @DisplayName("who is asked, who leaves, and when, is as in a room that is told plainly")
    void theRoomIsAsPlainAsTold() {
        seeds().forEach(seed -> new History(seed).play());
    }

    private static final class History {
        private final String seed;
        private final Random random;
        private final List<Target> targets = Catalogues.targets(Catalogues.account("g", "groq", "a", "b", "c"))
                .all();
        private final WaitingRoom room = new WaitingRoom(CAPACITY, Duration.ofNanos(AGEING));
        private final NaiveRoom naive = new NaiveRoom(CAPACITY, AGEING);
        private final List<String> log = new ArrayList<>();
        private final List<String> naiveLog = new ArrayList<>();
        private final List<FakeWaiter> waiters = new ArrayList<>();
        private final List<FakeWaiter> naiveWaiters = new ArrayList<>();
        private long nowNanos;

        History(long seed) {
            this.seed = "seed " + seed;
            random = new Random(seed);
            nowNanos = random.nextLong(-100 * SECOND, 100 * SECOND);
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                act();
                verify();
            }
            while (room.size() > 0) {
                nowNanos = room.nextNanos(nowNanos).orElseThrow();
                wake();
                verify();
            }
            assertThat(naive.size()).as(seed).isZero();
            assertThat(waiters).as(seed).allMatch(waiter -> waiter.calls() <= 1);
        }

        private void act() {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> join();
                case 4 -> leave();
                case 5 -> {
                    Predicate<Target> some = some();
                    room.changed(some);
                    naive.changed(some);
                }
                case 6 -> {
                    if (random.nextInt(3) == 0) {
                        Predicate<Target> some = some();
                        room.reroute(some);
                        naive.reroute(some);
                    }
                }
                case 7 -> nowNanos += random.nextLong(SECOND);
                default -> wake();
            }
        }

        private void join() {
            Priority priority = random.nextInt(3) == 0 ? Priority.BATCH : Priority.INTERACTIVE;
            Standing standing = new Standing(priority, "c" + random.nextInt(4), 1 + random.nextInt(1_000));
            long untilNanos = nowNanos + random.nextLong(-SECOND, 4 * SECOND);
            long deadlineNanos = nowNanos + 1 + random.nextLong(12 * SECOND);
            Target target = any();
            long script = random.nextLong();
            FakeWaiter waiter = new FakeWaiter(standing, target, untilNanos, deadlineNanos);
            FakeWaiter naiveWaiter = new FakeWaiter(standing, target, untilNanos, deadlineNanos);
            String name = "w" + waiters.size();
            script(waiter, name, new Random(script), log);
            script(naiveWaiter, name, new Random(script), naiveLog);
            waiters.add(waiter);
            naiveWaiters.add(naiveWaiter);

            assertThat(room.join(waiter, nowNanos)).as(seed).isEqualTo(naive.join(naiveWaiter, nowNanos));
        }

        /// The same random answers in both rooms, as long as both ask alike.
        private void script(FakeWaiter waiter, String name, Random answers, List<String> into) {
            waiter.whenCalled(() -> into.add(name + " called"));
            waiter.answering(now -> {
                into.add(name + " asked at " + now);
                boolean isPast = now - waiter.deadlineNanos() >= 0;
                return switch (answers.nextInt(isPast ? 6 : 5)) {
                    case 0, 1 -> Answer.GOES;
                    case 2 -> Answer.GIVES_UP;
                    case 3 ->
                        waiter.waitsFor(
                                targets.get(answers.nextInt(targets.size())),
                                now + answers.nextLong(-SECOND, 2 * SECOND));
                    default -> waiter.waitsFor(waiter.target(), now + answers.nextLong(3 * SECOND));
                };
            });
        }

        private void leave() {
            if (!waiters.isEmpty()) {
                int which = random.nextInt(waiters.size());
                boolean isGone = room.leave(waiters.get(which));
                assertThat(isGone).as(seed).isEqualTo(naive.leave(naiveWaiters.get(which)));
                assertThat(isGone && waiters.get(which).calls() > 0).as(seed).isFalse();
            }
        }

        private void wake() {
            room.wake(nowNanos);
            naive.wake(nowNanos);
        }

        private void verify() {
            assertThat(log).as(seed).isEqualTo(naiveLog);
            assertThat(room.size()).as(seed).isEqualTo(naive.size());
            OptionalLong next = room.nextNanos(nowNanos);
            assertThat(next.isPresent() ? List.of(next.getAsLong()) : List.of())
                    .as(seed)
                    .isEqualTo(naive.nextNanos(nowNanos).stream().toList());
            Target target = any();
            Standing standing = new Standing(Priority.values()[random.nextInt(2)], "n", 1);
            assertThat(room.isTaken(target, standing, nowNanos))
                    .as(seed)
                    .isEqualTo(naive.isTaken(target, standing.priority(), nowNanos));
            log.clear();
            naiveLog.clear();
        }

        private Target any() {
            return targets.get(random.nextInt(targets.size()));
        }

        private Predicate<Target> some() {
            Target one = any();
            boolean isAll = random.nextInt(3) == 0;
            return target -> isAll || target.equals(one);
        }
    }
}

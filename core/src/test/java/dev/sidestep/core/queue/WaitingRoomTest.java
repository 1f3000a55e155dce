package dev.sidestep.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.Target;
import dev.sidestep.core.queue.Waiter.Answer;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.core.testing.Catalogues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long NOW = -3 * SECOND;
    private static final long NEVER = NOW + 3_600 * SECOND;

    private final Targets targets = Catalogues.targets(Catalogues.account("g", "groq", "a", "b"));
    private final Target a = Catalogues.target(targets, "g/a");
    private final Target b = Catalogues.target(targets, "g/b");
    private final WaitingRoom room = new WaitingRoom(10_000, Duration.ofSeconds(30));
    private final List<String> called = new ArrayList<>();

    @Test
    @DisplayName("a waiter is called when its moment has come, and not before")
    void aWaiterIsCalledAtItsMoment() {
        FakeWaiter waiter = joined("x", a, NOW + SECOND);

        room.wake(NOW + SECOND - 1);
        assertThat(called).isEmpty();
        assertThat(room.nextNanos(NOW)).hasValue(NOW + SECOND);

        room.wake(NOW + SECOND);
        assertThat(called).containsExactly("x");
        assertThat(waiter.asks()).isOne();
        assertThat(room.size()).isZero();
        assertThat(room.nextNanos(NOW)).isEmpty();
    }

    @Test
    @DisplayName("calls of one client come in the order of their arrival")
    void firstComeFirstServed() {
        Stream.of("1", "2", "3").forEach(name -> joined(name, a, NOW));

        room.wake(NOW);

        assertThat(called).containsExactly("1", "2", "3");
    }

    @Test
    @DisplayName("a thousand waiters cost one question while nothing is free")
    void onlyTheFirstIsAskedWhileNothingIsFree() {
        List<FakeWaiter> waiters = crowd(1_000, waiter -> waiter.waitsFor(a, NOW + 10 * SECOND));

        room.wake(NOW);

        assertThat(asks(waiters)).isOne();
        assertThat(room.nextNanos(NOW)).hasValue(NOW + 10 * SECOND);
    }

    @Test
    @DisplayName("fault 65: of 5,000 waiters one leaves for one freed slot, and one more is asked")
    void aHerdDoesNotRunForOneSlot() {
        var slots = new int[] {1};
        List<FakeWaiter> waiters =
                crowd(5_000, waiter -> slots[0]-- > 0 ? Answer.GOES : waiter.waitsFor(a, NOW + 20 * SECOND));

        room.wake(NOW);

        assertThat(called).hasSize(1);
        assertThat(asks(waiters)).isEqualTo(2);
        assertThat(room.size()).isEqualTo(4_999);
    }

    @Test
    @DisplayName("a large call at the head of the line is not overtaken by small ones of its client")
    void theHeadIsNotOvertaken() {
        FakeWaiter large = joined("large", a, NOW);
        large.answering(now -> now >= NOW + 5 * SECOND ? Answer.GOES : large.waitsFor(a, NOW + 5 * SECOND));
        joined("small", a, NOW);

        room.wake(NOW);
        room.wake(NOW + SECOND);
        assertThat(called).isEmpty();

        room.wake(NOW + 5 * SECOND);
        assertThat(called).containsExactly("large", "small");
    }

    @Test
    @DisplayName("room that comes back early makes its line due at once, and no other")
    void changesMakeLinesDue() {
        joined("a", a, NOW + 10 * SECOND);
        FakeWaiter other = joined("b", b, NOW + 10 * SECOND);

        room.changed(a::equals);

        assertThat(room.nextNanos(NOW)).hasValue(NOW);
        room.wake(NOW);
        assertThat(called).containsExactly("a");
        assertThat(other.asks()).isZero();
    }

    @Test
    @DisplayName("a waiter that waits on for another target stands in that line, by its time of arrival")
    void aWaiterMovesToAnotherLine() {
        FakeWaiter mover = joined("mover", a, NOW);
        mover.answering(now -> now > NOW ? Answer.GOES : mover.waitsFor(b, NOW + SECOND));
        joined("later", b, NOW + SECOND);

        room.wake(NOW);
        assertThat(room.isTaken(a, standing("", Priority.BATCH), NOW)).isFalse();

        room.wake(NOW + SECOND);
        assertThat(called).containsExactly("mover", "later");
    }

    @Test
    @DisplayName("ask E9: when a target is gone for long, everybody who waits for it takes another way at once")
    void everybodyIsReroutedAtOnce() {
        FakeWaiter patient = joined("patient", a, NOW + SECOND);
        patient.answering(_ -> patient.waitsFor(a, NOW + 900 * SECOND));
        FakeWaiter mover = joined("mover", a, NOW + SECOND);
        mover.answering(_ -> mover.waitsFor(b, NOW + 2 * SECOND));
        joined("goes", a, NOW + SECOND);

        room.reroute(a::equals);
        room.wake(NOW);

        assertThat(called).containsExactly("goes");
        assertThat(Stream.of(patient, mover).map(FakeWaiter::asks)).containsExactly(1, 1);
        assertThat(room.nextNanos(NOW)).hasValue(NOW + 2 * SECOND);
    }

    @Test
    @DisplayName("ask E9: no waiter outlives its deadline, wherever it stands and whatever it says")
    void nobodyOutlivesTheDeadline() {
        FakeWaiter first = joined("first", a, NOW + 50 * SECOND);
        FakeWaiter stubborn = waiter("stubborn", standing("", Priority.BATCH), a, NOW, NOW + 2 * SECOND);
        stubborn.answering(_ -> Answer.WAITS);
        room.join(stubborn, NOW);

        assertThat(room.nextNanos(NOW)).hasValue(NOW + 2 * SECOND);
        room.wake(NOW + 2 * SECOND);

        assertThat(called).containsExactly("stubborn");
        assertThat(first.asks()).isZero();
    }

    @Test
    @DisplayName("ask J2: interactive calls come before batch calls")
    void interactiveComesFirst() {
        join("batch", standing("", Priority.BATCH), a, NOW + SECOND);
        join("interactive", standing("", Priority.INTERACTIVE), a, NOW + SECOND);

        room.wake(NOW + SECOND);

        assertThat(called).containsExactly("interactive", "batch");
    }

    @Test
    @DisplayName("ask J2: a batch call that has waited for 30 s counts as interactive")
    void batchAges() {
        join("batch", standing("", Priority.BATCH), a, NOW + 30 * SECOND);
        room.join(waiter("interactive", standing("", Priority.INTERACTIVE), a, NOW + 30 * SECOND, NEVER), NOW + SECOND);

        room.wake(NOW + 30 * SECOND);

        assertThat(called).containsExactly("batch", "interactive");
    }

    @Test
    @DisplayName("ask J2: batch calls are served in spite of interactive calls without end")
    void batchIsNotStarved() {
        join("batch", standing("", Priority.BATCH), a, NOW);
        long now = NOW;
        while (!called.contains("batch") && now - NOW < 60 * SECOND) {
            var slots = new int[] {1};
            long at = now;
            for (int each = 0; each < 2; each++) {
                FakeWaiter waiter = waiter("", standing("", Priority.INTERACTIVE), a, at, NEVER);
                room.join(waiter.answering(_ -> slots[0]-- > 0 ? Answer.GOES : waiter.waitsFor(a, at + SECOND)), at);
            }
            room.changed(a::equals);
            room.wake(now);
            now += SECOND;
        }

        assertThat(now - NOW).isLessThanOrEqualTo(60 * SECOND);
        assertThat(called).contains("batch");
    }

    @Test
    @DisplayName("ask J2: a full room refuses whoever comes, and throws nobody out")
    void aFullRoomRefuses() {
        WaitingRoom small = new WaitingRoom(2, Duration.ofSeconds(30));
        Standing batch = standing("x", Priority.BATCH);
        assertThat(small.join(waiter("1", batch, a, NOW, NEVER), NOW)).isTrue();
        assertThat(small.join(waiter("2", batch, a, NOW, NEVER), NOW)).isTrue();

        Standing interactive = standing("x", Priority.INTERACTIVE);
        assertThat(small.join(waiter("3", interactive, a, NOW, NEVER), NOW)).isFalse();

        assertThat(small.size()).isEqualTo(2);
        small.setCapacity(3);
        assertThat(small.join(waiter("3", interactive, a, NOW, NEVER), NOW)).isTrue();
    }

    @Test
    @DisplayName("ask J1: a client that fills the room does not lock another one out")
    void aFloodDoesNotLockOthersOut() {
        WaitingRoom small = new WaitingRoom(10, Duration.ofSeconds(30));
        List<Boolean> flood = IntStream.range(0, 20)
                .mapToObj(_ -> small.join(waiter("", standing("x", Priority.BATCH), a, NOW, NEVER), NOW))
                .toList();
        List<Boolean> other = IntStream.range(0, 20)
                .mapToObj(_ -> small.join(waiter("", standing("y", Priority.BATCH), a, NOW, NEVER), NOW))
                .toList();

        assertThat(flood).filteredOn(each -> each).hasSize(10);
        assertThat(other).filteredOn(each -> each).hasSize(5);
    }

    @Test
    @DisplayName("a room for nobody lets nobody in")
    void aRoomForNobody() {
        WaitingRoom none = new WaitingRoom(0, Duration.ofSeconds(30));

        assertThat(none.join(waiter("", standing("", Priority.BATCH), a, NOW, NEVER), NOW))
                .isFalse();
    }

    @Test
    @DisplayName("a call that goes away gives up its place and is not called")
    void whoLeavesIsNotCalled() {
        FakeWaiter first = joined("first", a, NOW + SECOND);
        joined("second", a, NOW + SECOND);

        assertThat(room.leave(first)).isTrue();
        assertThat(room.leave(first)).isFalse();
        room.wake(NOW + SECOND);

        assertThat(called).containsExactly("second");
    }

    @Test
    @DisplayName("a call that was called cannot go away any more")
    void whoWasCalledCannotLeave() {
        FakeWaiter waiter = joined("x", a, NOW);
        room.wake(NOW);

        assertThat(room.leave(waiter)).isFalse();
    }

    @Test
    @DisplayName("when the head of a line goes away, the line is due when the next one is")
    void theNextOnesMomentCounts() {
        FakeWaiter head = joined("head", a, NOW + 50 * SECOND);
        joined("next", a, NOW + 5 * SECOND);
        assertThat(room.nextNanos(NOW)).hasValue(NOW + 50 * SECOND);

        room.leave(head);

        assertThat(room.nextNanos(NOW)).hasValue(NOW + 5 * SECOND);
    }

    @Test
    @DisplayName("a newcomer does not take what somebody of its precedence waits for")
    void aNewcomerDoesNotOvertake() {
        Standing interactive = standing("n", Priority.INTERACTIVE);
        Standing batch = standing("n", Priority.BATCH);
        assertThat(room.isTaken(a, interactive, NOW)).isFalse();

        join("batch", standing("", Priority.BATCH), a, NOW + 50 * SECOND);
        assertThat(room.isTaken(a, batch, NOW)).isTrue();
        assertThat(room.isTaken(a, interactive, NOW + 30 * SECOND - 1)).isFalse();
        assertThat(room.isTaken(a, interactive, NOW + 30 * SECOND)).isTrue();
        assertThat(room.isTaken(b, batch, NOW)).isFalse();

        join("interactive", standing("", Priority.INTERACTIVE), a, NOW + 50 * SECOND);
        assertThat(room.isTaken(a, interactive, NOW)).isTrue();
    }

    @Test
    @DisplayName("the one whose turn it is may take its own target, and none that others wait for")
    void whoIsAskedMayTakeItsOwnTarget() {
        Standing same = standing("", Priority.INTERACTIVE);
        List<Boolean> taken = new ArrayList<>();
        FakeWaiter asked = joined("asked", a, NOW);
        asked.answering(_ -> {
            taken.addAll(List.of(room.isTaken(a, same, NOW), room.isTaken(b, same, NOW)));
            return Answer.GOES;
        });
        FakeWaiter behind = joined("behind", a, NOW + SECOND);
        behind.answering(_ -> behind.waitsFor(a, NOW + SECOND));
        joined("elsewhere", b, NOW + SECOND);

        room.wake(NOW);

        assertThat(taken).containsExactly(false, true);
    }

    @Test
    @DisplayName("one that is asked behind others does not take what they wait for")
    void whoIsReroutedDoesNotOvertake() {
        FakeWaiter first = joined("first", a, NOW + SECOND);
        first.answering(_ -> first.waitsFor(a, NOW + SECOND));
        List<Boolean> taken = new ArrayList<>();
        FakeWaiter second = joined("second", a, NOW + SECOND);
        second.answering(_ -> {
            taken.add(room.isTaken(a, second.standing(), NOW));
            return Answer.GIVES_UP;
        });

        room.reroute(a::equals);
        room.wake(NOW);

        assertThat(taken).containsExactly(true);
    }

    @Test
    @DisplayName("a waiter that waits on for a moment that has come is not asked without end")
    void noEndlessQuestions() {
        FakeWaiter restless = joined("restless", a, NOW).answering(_ -> Answer.WAITS);

        room.wake(NOW);

        assertThat(restless.asks()).isOne();
        assertThat(room.nextNanos(NOW)).hasValue(NOW + MILLI);
    }

    @Test
    @DisplayName("a large crowd leaves in portions, so that the lock is not held for long")
    void crowdsLeaveInPortions() {
        crowd(600, _ -> Answer.GOES);

        room.wake(NOW);
        assertThat(called).hasSize(256);
        assertThat(room.nextNanos(NOW)).hasValue(NOW);

        room.wake(NOW);
        room.wake(NOW);
        assertThat(called).hasSize(600);
    }

    @Test
    @DisplayName("whoever is called may come back at once")
    void whoIsCalledMayUseTheRoom() {
        FakeWaiter again = waiter("again", standing("", Priority.BATCH), a, NOW + SECOND, NEVER);
        joined("x", a, NOW).whenCalled(() -> room.join(again, NOW));

        room.wake(NOW);

        assertThat(room.size()).isOne();
    }

    @Test
    @DisplayName("a waiter that throws leaves, is called, and strands nobody")
    void aWaiterThatThrowsStrandsNobody() {
        FakeWaiter broken = joined("broken", a, NOW).answering(_ -> {
            throw new IllegalArgumentException("bug");
        });
        joined("next", a, NOW);

        assertThatThrownBy(() -> room.wake(NOW)).hasMessage("bug");

        assertThat(called).containsExactly("broken", "next");
        assertThat(broken.calls()).isOne();
        assertThat(room.size()).isZero();
    }

    @Test
    @DisplayName("a waiter that is asked may not change the room")
    void whoIsAskedMayNotChangeTheRoom() {
        joined("x", a, NOW).answering(_ -> {
            room.changed(_ -> true);
            return Answer.WAITS;
        });

        assertThatIllegalStateException().isThrownBy(() -> room.wake(NOW));
    }

    @Test
    @DisplayName("nobody waits twice at the same time")
    void nobodyJoinsTwice() {
        FakeWaiter waiter = joined("x", a, NOW);

        assertThatIllegalStateException().isThrownBy(() -> room.join(waiter, NOW));
    }

    @Test
    @DisplayName("the room tells who waits, and how long already")
    void occupancy() {
        join("1", standing("", Priority.BATCH), a, NOW);
        join("2", standing("", Priority.BATCH), b, NOW);
        room.join(waiter("3", standing("", Priority.INTERACTIVE), a, NOW, NEVER), NOW + SECOND);

        assertThat(room.occupancy(NOW + 3 * SECOND)).isEqualTo(new Occupancy(1, 2, 3 * SECOND));
    }

    private static Standing standing(String client, Priority priority) {
        return new Standing(priority, client, 100);
    }

    private FakeWaiter waiter(String name, Standing standing, Target target, long untilNanos, long deadlineNanos) {
        return new FakeWaiter(standing, target, untilNanos, deadlineNanos).whenCalled(() -> called.add(name));
    }

    private FakeWaiter join(String name, Standing standing, Target target, long untilNanos) {
        FakeWaiter waiter = waiter(name, standing, target, untilNanos, NEVER);
        assertThat(room.join(waiter, NOW)).isTrue();
        return waiter;
    }

    private List<FakeWaiter> crowd(int size, Function<FakeWaiter, Answer> answer) {
        return IntStream.range(0, size)
                .mapToObj(number -> joined("" + number, a, NOW))
                .map(waiter -> waiter.answering(_ -> answer.apply(waiter)))
                .toList();
    }

    private static int asks(List<FakeWaiter> waiters) {
        return waiters.stream().mapToInt(FakeWaiter::asks).sum();
    }

    private FakeWaiter joined(String name, Target target, long untilNanos) {
        return join(name, standing("", Priority.INTERACTIVE), target, untilNanos);
    }
}

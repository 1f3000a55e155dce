package dev.sidestep.core.queue;

import dev.sidestep.core.Target;
import java.util.function.LongFunction;

/// A waiter that does as a test says, and notes what happened to it.
final class FakeWaiter implements Waiter {
    private final Standing standing;
    private final long deadlineNanos;
    private LongFunction<Answer> onAsk = _ -> Answer.GOES;
    private Runnable onCalled = () -> {};
    private Target target;
    private long untilNanos;
    private int asks;
    private int calls;

    FakeWaiter(Standing standing, Target target, long untilNanos, long deadlineNanos) {
        this.standing = standing;
        this.target = target;
        this.untilNanos = untilNanos;
        this.deadlineNanos = deadlineNanos;
    }

    /// What it answers when it is asked.
    FakeWaiter answering(LongFunction<Answer> answer) {
        onAsk = answer;
        return this;
    }

    /// What it does when it is called.
    FakeWaiter whenCalled(Runnable action) {
        onCalled = action;
        return this;
    }

    /// Goes on waiting for this. An answer, so that it reads well in [#answering].
    Answer waitsFor(Target next, long nextNanos) {
        target = next;
        untilNanos = nextNanos;
        return Answer.WAITS;
    }

    int asks() {
        return asks;
    }

    int calls() {
        return calls;
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
        asks++;
        return onAsk.apply(nowNanos);
    }

    @Override
    public void called() {
        calls++;
        onCalled.run();
    }

    @Override
    public String toString() {
        return standing + " at " + target;
    }
}

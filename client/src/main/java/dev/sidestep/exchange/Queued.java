package dev.sidestep.exchange;

import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Decision;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.failover.Decision.Wait;
import dev.sidestep.core.failover.Failover;
import dev.sidestep.core.queue.Standing;
import dev.sidestep.core.queue.Waiter;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A call's place in the waiting room. Its failover belongs to the room meanwhile, which asks under its lock.
final class Queued implements Waiter {
    private final Failover failover;
    private final Standing standing;
    private final Consumer<Optional<Decision>> then;
    private Wait wait;
    private @Nullable Decision next;

    /// @param wait what the call waits for at first
    /// @param then told what to do once it has waited, on any thread; nothing where asking failed by a bug
    Queued(Failover failover, Standing standing, Wait wait, Consumer<Optional<Decision>> then) {
        this.failover = failover;
        this.standing = standing;
        this.wait = wait;
        this.then = then;
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public Target target() {
        return wait.target();
    }

    @Override
    public long untilNanos() {
        return wait.untilNanos();
    }

    @Override
    public long deadlineNanos() {
        return failover.deadline().atNanos();
    }

    @Override
    public Answer ask(long nowNanos) {
        Decision decision = failover.woken(nowNanos);
        next = decision;
        return switch (decision) {
            case Wait again -> {
                wait = again;
                next = null;
                yield Answer.WAITS;
            }
            case Send _ -> Answer.GOES;
            case GiveUp _ -> Answer.GIVES_UP;
        };
    }

    @Override
    public void called() {
        then.accept(Optional.ofNullable(next));
    }
}

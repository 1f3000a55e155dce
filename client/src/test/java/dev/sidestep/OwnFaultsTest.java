package dev.sidestep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.config.Knobs;
import dev.sidestep.simulator.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What becomes of a call when the fault is Sidestep's own.
class OwnFaultsTest {
    @RegisterExtension
    final TwoTargets targets = new TwoTargets();

    @Test
    void bugBetweenTwoAttemptsEndsTheCallInsteadOfLeavingItsCallerWaiting() throws InterruptedException {
        AtomicBoolean isBroken = new AtomicBoolean();
        targets.counting(() -> nanos(isBroken))
                .with(Knobs.builder().answerTimeout(TwoTargets.SHORT))
                .faulty(Fault.silence());
        CompletableFuture<ChatCompletion> answer = targets.sidestep()
                .chatAsync(ChatRequest.of(TwoTargets.FIRST).user("Hello"))
                .toCompletableFuture();
        assertThat(targets.journal().awaitOpenRequests(1, TwoTargets.SOON)).isTrue();

        isBroken.set(true);
        Throwable thrown = catchThrowable(() -> answer.get(TwoTargets.SOON.toSeconds(), TimeUnit.SECONDS));
        isBroken.set(false);

        assertThat(thrown).hasCauseInstanceOf(CallFailedException.class).hasMessageContaining("inside Sidestep");
    }

    private static long nanos(AtomicBoolean isBroken) {
        if (isBroken.get()) {
            throw new IllegalStateException("the clock is broken");
        }
        return System.nanoTime();
    }
}

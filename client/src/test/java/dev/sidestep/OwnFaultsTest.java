package dev.sidestep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallFailedException;
import dev.sidestep.config.Knobs;
import dev.sidestep.simulator.Fault;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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

    @Test
    void bugEndsTheAttemptUnderWayToo() throws InterruptedException {
        AtomicBoolean isBroken = new AtomicBoolean();
        List<CallEvent> events = new CopyOnWriteArrayList<>();
        targets.counting(() -> nanos(isBroken)).faulty(Fault.silence());
        Knobs.Builder impatient = Knobs.builder().answerTimeout(TwoTargets.SHORT);
        try (Sidestep told = targets.another(impatient, events::add)) {
            CompletableFuture<ChatCompletion> answer = told.chatAsync(
                            ChatRequest.of(TwoTargets.FIRST).user("Hello"))
                    .toCompletableFuture();
            assertThat(targets.journal().awaitOpenRequests(1, TwoTargets.SOON)).isTrue();

            isBroken.set(true);
            assertThat(answer).failsWithin(TwoTargets.SOON);
            isBroken.set(false);
        }

        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Began", "Sending", "AttemptEnded", "Failed");
    }

    private static long nanos(AtomicBoolean isBroken) {
        if (isBroken.get()) {
            throw new IllegalStateException("the clock is broken");
        }
        return System.nanoTime();
    }
}

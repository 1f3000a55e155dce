package dev.sidestep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.Knobs;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.Target;
import dev.sidestep.core.health.HealthPolicy;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.core.queue.Standing;
import dev.sidestep.core.queue.Waiter;
import dev.sidestep.core.queue.WaitingRoom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the configuration says of trouble and of waiting is in force.
class DispatcherTest {
    private static final Standing INTERACTIVE = new Standing(Priority.INTERACTIVE, "", 1);

    @Test
    @DisplayName("health: as many failures as configured make a target unhealthy")
    void health() {
        HealthPolicy strict = new HealthPolicy(Duration.ofMinutes(1), 1, 0.5, Duration.ofSeconds(15));
        Dispatcher dispatcher = dispatcher(Knobs.builder().health(strict));

        assertThat(dispatcher.known().health().failed(target(dispatcher), 0)).isTrue();
        Dispatcher usual = dispatcher(Knobs.builder());
        assertThat(usual.known().health().failed(target(usual), 0)).isFalse();
    }

    @Test
    @DisplayName("batch-ageing: a batch call that has waited for this long counts as interactive")
    void batchAgeing() {
        assertThat(isTakenAfterTenSeconds(dispatcher(Knobs.builder().batchAgeing(Duration.ofSeconds(5)))))
                .isTrue();
        assertThat(isTakenAfterTenSeconds(dispatcher(Knobs.builder()))).isFalse();
    }

    private static boolean isTakenAfterTenSeconds(Dispatcher dispatcher) {
        WaitingRoom room = dispatcher.known().waitingRoom();
        Target target = target(dispatcher);
        assertThat(room.join(new BatchCall(target), 0)).isTrue();
        return room.isTaken(target, INTERACTIVE, Duration.ofSeconds(10).toNanos());
    }

    private static Target target(Dispatcher dispatcher) {
        return dispatcher.setup().targets().all().getFirst();
    }

    private static Dispatcher dispatcher(Knobs.Builder knobs) {
        AccountConfig account = AccountConfig.builder("groq-free")
                .key(Secret.of("test-groq-free"))
                .models(List.of("llama-3.3-70b-versatile"))
                .build();
        SidestepConfig config = SidestepConfig.builder()
                .catalogue(Catalogue.classic())
                .knobs(knobs.build())
                .account(account)
                .build();
        return Dispatcher.of(config, Dispatcher.Clocks.system());
    }

    /// A call that is not urgent, and waits for a minute.
    private record BatchCall(Target target) implements Waiter {
        @Override
        public Standing standing() {
            return new Standing(Priority.BATCH, "", 1);
        }

        @Override
        public long untilNanos() {
            return deadlineNanos();
        }

        @Override
        public long deadlineNanos() {
            return Duration.ofMinutes(1).toNanos();
        }

        @Override
        public Answer ask(long nowNanos) {
            return Answer.WAITS;
        }

        @Override
        public void called() {}
    }
}

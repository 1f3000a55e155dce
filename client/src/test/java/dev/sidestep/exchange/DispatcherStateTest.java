package dev.sidestep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.StateChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What one dispatcher finds out reaches another one through its state.
class DispatcherStateTest {
    private final Dispatcher one = dispatcher();
    private final Dispatcher other = dispatcher();
    private final List<StateChange> told = new ArrayList<>();

    @Test
    @DisplayName("ask B8: what cools at one node cools at the other, and is not told on")
    void coolsEverywhere() {
        one.state().listen(other.state()::hear);
        other.state().listen(told::add);

        cool(one);

        assertThat(other.state().cooldowns()).extracting(CooldownRecord::key).containsExactly(key());
        assertThat(other.cooldowns().isCooling(target(other), other.nowNanos())).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    @DisplayName("What a person clears at one node is cleared at the other, and nothing goes round")
    void clearsEverywhere() {
        cool(one);
        one.state().cooldowns().forEach(other.state()::remember);
        one.state().listen(other.state()::hear);
        other.state().listen(told::add);

        assertThat(new RateLimits(one).clear("groq", "llama-3.3-70b-versatile")).isEqualTo(1);

        assertThat(other.state().cooldowns()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    @DisplayName("A listener that fails keeps nothing from the others")
    void aListenerFails() {
        one.state().listen(_ -> {
            throw new IllegalStateException("no");
        });
        one.state().listen(told::add);

        cool(one);

        assertThat(told).hasSize(1).first().isInstanceOf(StateChange.Cooled.class);
    }

    private static void cool(Dispatcher dispatcher) {
        long nowNanos = dispatcher.nowNanos();
        long untilNanos = nowNanos + Duration.ofMinutes(10).toNanos();
        Target target = target(dispatcher);
        dispatcher
                .cooldowns()
                .cool(
                        new Cooldown(key(), Window.DAY, CooldownKind.RATE_LIMIT, target, nowNanos, untilNanos, "busy"),
                        nowNanos);
    }

    private static LimitKey key() {
        return LimitKey.named(LimitScope.MODEL, "groq-free", "llama-3.3-70b-versatile");
    }

    private static Target target(Dispatcher dispatcher) {
        return dispatcher.setup().targets().all().getFirst();
    }

    private static Dispatcher dispatcher() {
        AccountConfig account = AccountConfig.builder("groq-free")
                .key(Secret.of("test-groq-free"))
                .models(List.of("llama-3.3-70b-versatile"))
                .build();
        SidestepConfig config = SidestepConfig.builder()
                .catalogue(Catalogue.classic())
                .account(account)
                .build();
        return Dispatcher.of(config, Dispatcher.Clocks.system());
    }
}

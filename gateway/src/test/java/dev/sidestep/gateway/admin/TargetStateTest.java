package dev.sidestep.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Account;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.selection.Knowledge;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetStateTest {
    private static final long SECOND = 1_000_000_000L;

    private final Account account =
            Account.of("a", new Provider("groq", "groq", "Groq", List.of()), List.of(Model.unknown("m")));
    private final Target target = new Target(account, Model.unknown("m"), 0);
    private final Knowledge known = Knowledge.nothing((_, _, nowNanos) -> nowNanos + 60 * SECOND, 0);

    private TargetState.Lasting at(long nowNanos) {
        return TargetState.Lasting.of(target, known, nowNanos);
    }

    private void cool(CooldownKind kind, long seconds) {
        LimitKey key = LimitKey.of(LimitScope.MODEL, account, target.model());
        known.cooldowns().cool(new Cooldown(key, Window.MINUTE, kind, target, 0, seconds * SECOND, ""), 0);
    }

    private void fillTheMinute() {
        LimitKey key = LimitKey.of(LimitScope.MODEL, account, target.model());
        known.quotas().configure(Map.of(key, List.of(new QuotaLimit(Unit.REQUESTS, Window.MINUTE, 1))));
        assertThat(known.quotas().reserve(target, new Demand(1, 1), 0)).isPresent();
    }

    @Test
    @DisplayName("a target that nothing is known against is ready")
    void ready() {
        assertThat(at(0)).isEqualTo(new TargetState.Lasting(TargetState.READY, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMIT, COOLING",
        "OVERLOADED, COOLING",
        "UNHEALTHY, UNHEALTHY",
        "UNAUTHORIZED, BENCHED",
        "OUT_OF_FUNDS, BENCHED",
        "MODEL_UNAVAILABLE, BENCHED"
    })
    @DisplayName("a target has the state of what keeps it away, then recovers")
    void cooldowns(CooldownKind kind, TargetState state) {
        cool(kind, 10);

        assertThat(at(4 * SECOND)).isEqualTo(new TargetState.Lasting(state, 6 * SECOND));
        assertThat(at(10 * SECOND)).isEqualTo(new TargetState.Lasting(TargetState.RECOVERING, 0));
    }

    @Test
    @DisplayName("a target whose limit is used up has no room until it comes back")
    void noRoom() {
        fillTheMinute();

        assertThat(at(0).state()).isEqualTo(TargetState.NO_ROOM);
        assertThat(at(0).remainingNanos()).isBetween(60 * SECOND, 62 * SECOND);
        assertThat(at(70 * SECOND).state()).isEqualTo(TargetState.READY);
    }

    @Test
    @DisplayName("of several reasons the worst is told, with the end of the last")
    void several() {
        fillTheMinute();
        cool(CooldownKind.RATE_LIMIT, 10);
        cool(CooldownKind.UNHEALTHY, 5);

        assertThat(at(0).state()).isEqualTo(TargetState.COOLING);
        assertThat(at(0).remainingNanos()).isGreaterThanOrEqualTo(60 * SECOND);
    }
}

package dev.sidestep.core.cooldown;

import static dev.sidestep.core.testing.Catalogues.account;
import static dev.sidestep.core.testing.Catalogues.inGroup;
import static dev.sidestep.core.testing.Catalogues.target;
import static dev.sidestep.core.testing.Catalogues.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.selection.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CooldownsTest {
    private static final long NOW = -100;

    private final Targets targets = targets(
            inGroup(account("a1", "groq", "m", "n"), "org"),
            inGroup(account("a2", "groq", "m", "n"), "org"),
            account("a3", "groq", "m", "n"),
            account("b", "openai", "m", "n"));
    private final Target target = target(targets, "a1/m");
    private final Cooldowns cooldowns = new Cooldowns();

    @ParameterizedTest
    @CsvSource({
        "MODEL, a1/m a2/m",
        "QUOTA_GROUP, a1/m a1/n a2/m a2/n",
        "ACCOUNT, a1/m a1/n",
        "ACCOUNT_MODEL, a1/m",
        "PROVIDER_MODEL, a1/m a2/m a3/m"
    })
    void aScopeHoldsBackExactlyWhatItNames(LimitScope scope, String held) {
        cooldowns.cool(cooldown(scope, Window.DAY, CooldownKind.RATE_LIMIT, 10), NOW);

        assertThat(coolingAt(NOW)).containsExactlyInAnyOrder(held.split(" "));
    }

    @Test
    void aCooldownEndsAtItsMoment() {
        cooldowns.cool(limit(Window.MINUTE, 10), NOW);

        assertThat(cooldowns.isCooling(target, NOW + 9)).isTrue();
        assertThat(cooldowns.isCooling(target, NOW + 10)).isFalse();
    }

    @Test
    void aRunningCooldownGrowsButNeverShrinks() {
        cooldowns.cool(limit(Window.MINUTE, 10), NOW);
        Cooldown grown = cooldowns.cool(limit(Window.MINUTE, 30), NOW);
        Cooldown kept = cooldowns.cool(limit(Window.MINUTE, 20), NOW + 5);

        assertThat(grown.untilNanos()).isEqualTo(NOW + 30);
        assertThat(kept).isEqualTo(grown);
        assertThat(cooldowns.running(NOW)).containsExactly(grown);
    }

    @Test
    void afterItsEndACooldownMayBeShorterThanTheLastOne() {
        cooldowns.cool(limit(Window.MINUTE, 100), NOW);
        Cooldown next = limit(Window.MINUTE, 105);

        assertThat(cooldowns.cool(next, NOW + 100).untilNanos()).isEqualTo(next.untilNanos());
        assertThat(cooldowns.running(NOW + 100))
                .extracting(Cooldown::untilNanos)
                .containsExactly(next.untilNanos());
    }

    @Test
    void windowsKindsAndScopesAreRecordsOfTheirOwn() {
        cooldowns.cool(limit(Window.MINUTE, 10), NOW);
        cooldowns.cool(limit(Window.DAY, 30), NOW);
        cooldowns.cool(cooldown(LimitScope.MODEL, Window.DAY, CooldownKind.OUT_OF_FUNDS, 20), NOW);
        cooldowns.cool(cooldown(LimitScope.ACCOUNT, Window.DAY, CooldownKind.RATE_LIMIT, 5), NOW);

        assertThat(cooldowns.running(NOW))
                .extracting(Cooldown::untilNanos)
                .containsExactly(NOW + 5, NOW + 10, NOW + 20, NOW + 30);
        assertThat(cooldowns.blocking(target, NOW)).hasValue(limit(Window.DAY, 30));
    }

    @Test
    void theExpiredAreRemovedAndReturned() {
        Cooldown ended = limit(Window.MINUTE, 10);
        Cooldown running = limit(Window.DAY, 30);
        cooldowns.cool(ended, NOW);
        cooldowns.cool(running, NOW);

        assertThat(cooldowns.takeExpired(NOW + 9)).isEmpty();
        assertThat(cooldowns.takeExpired(NOW + 10)).containsExactly(ended);
        assertThat(cooldowns.takeExpired(NOW + 10)).isEmpty();
        assertThat(cooldowns.running(NOW + 10)).containsExactly(running);
    }

    @Test
    void whatACallerPicksIsRemovedAndReturnedAndHoldsNothingBackAnyMore() {
        cooldowns.cool(limit(Window.MINUTE, 10), NOW);
        cooldowns.cool(limit(Window.DAY, 30), NOW);
        assertThat(cooldowns.isCooling(target, NOW)).isTrue();

        List<Cooldown> removed = cooldowns.removeIf(each -> each.key().model().equals("m"), NOW);

        assertThat(removed).hasSize(2);
        assertThat(cooldowns.isCooling(target, NOW)).isFalse();
        assertThat(cooldowns.running(NOW)).isEmpty();
    }

    @Test
    void anExpiredCooldownIsNeitherRunningNorCounted() {
        cooldowns.cool(limit(Window.MINUTE, 10), NOW);

        assertThat(cooldowns.running(NOW + 10)).isEmpty();
        assertThat(cooldowns.blocking(target, NOW + 10)).isEmpty();
    }

    private Cooldown limit(Window window, long spanNanos) {
        return cooldown(LimitScope.MODEL, window, CooldownKind.RATE_LIMIT, spanNanos);
    }

    private Cooldown cooldown(LimitScope scope, Window window, CooldownKind kind, long spanNanos) {
        LimitKey key = LimitKey.of(scope, target.account(), target.model());
        return new Cooldown(key, window, kind, target, NOW, NOW + spanNanos, "");
    }

    private List<String> coolingAt(long nowNanos) {
        return targets.all().stream()
                .filter(each -> cooldowns.isCooling(each, nowNanos))
                .map(Target::name)
                .toList();
    }
}

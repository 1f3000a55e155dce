package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Access;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.store.Retention;
import dev.sidestep.store.Store;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.sql.SqlStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the next process knows of the one before it.
class StateKeepingTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Dispatcher dispatcher = dispatcher();
    private final Target target = dispatcher.setup().targets().all().getFirst();
    private final LimitKey key = LimitKey.of(LimitScope.MODEL, target.account(), target.model());
    private final long nowNanos = dispatcher.nowNanos();

    @TempDir
    private Path folder;

    private Store store;
    private StateKeeping keeping;

    @BeforeEach
    void begin() {
        store = SqlStore.open(new StorePlace.Embedded(folder), Retention.STANDARD, InstantSource.system());
        keeping = StateKeeping.begin(dispatcher, Optional.of(store), Optional.empty());
        dispatcher
                .cooldowns()
                .cool(
                        new Cooldown(
                                key, Window.DAY, CooldownKind.RATE_LIMIT, target, nowNanos, nowNanos + 9 * HOUR, ""),
                        nowNanos);
    }

    @AfterEach
    void end() {
        keeping.close();
    }

    @Test
    @DisplayName("A cooldown is there after a restart, unless a try found it over before its end")
    void foundOver() {
        assertThat(saved()).isEqualTo(1);

        long laterNanos = nowNanos + HOUR;
        dispatcher
                .cooldowns()
                .succeeded(
                        dispatcher
                                .cooldowns()
                                .enter(target, Access.USUAL, laterNanos)
                                .orElseThrow(),
                        laterNanos);

        assertThat(saved()).isZero();
    }

    private int saved() {
        assertThat(store.flush(Duration.ofSeconds(20))).isTrue();
        return store.saved().cooldowns().size();
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

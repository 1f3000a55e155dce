package dev.sidestep.gateway;

import dev.sidestep.exchange.Setup;
import dev.sidestep.gateway.accounts.AddedAccounts;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.log.ConsoleLog;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The configuration as it was read, and the accounts that were added beside it. Thread-safe; a
/// reload may read files, and belongs on no event loop.
final class Configured {
    private static final Logger log = LoggerFactory.getLogger("sidestep");

    private final AddedAccounts added;

    /// Changed under the monitor of this object only.
    private volatile GatewayConfig asRead;

    Configured(GatewayConfig asRead) {
        this.asRead = asRead;
        this.added = AddedAccounts.open(asRead, InstantSource.system());
    }

    /// The accounts that are added while the gateway runs.
    AddedAccounts added() {
        return added;
    }

    /// Both together.
    GatewayConfig whole() {
        return added.into(asRead);
    }

    /// Puts another configuration in force, with the accounts that were added. Calls under way end
    /// with the one they began with; cooldowns stay. Where it listens, on how many loops, and where
    /// it keeps its state stays until a restart.
    ///
    /// @throws StartException where the keys are gone that its address needs; nothing changes then
    synchronized void reload(Service service, GatewayConfig read) {
        GatewayConfig before = asRead;
        GatewayConfig bound = read.toBuilder()
                .listen(before.listen())
                .eventLoops(before.eventLoops())
                .state(before.state().recordingContent(read.state().recordsContent()))
                .vault(before.vault())
                .build();
        Gateway.requireKeys(bound);
        GatewayConfig whole = added.into(bound);
        Setup setup = Setup.of(whole.calls());
        Gateway.prepareLog(whole);
        read.warnings().forEach(warning -> log.warn("{}", warning));
        asRead = bound;
        put(service, whole, setup);
        if (!read.listen().equals(before.listen()) || read.eventLoops() != before.eventLoops()) {
            log.warn("gateway.listen and gateway.event-loops change with a restart only");
        }
        if (!read.state().equals(bound.state()) || !read.vault().equals(bound.vault())) {
            log.warn("gateway.store, data-dir, share, retention and vault-key change with a restart only");
        }
        log.info(
                "configuration reloaded accounts={}", setup.targets().accounts().size());
    }

    /// Puts the configuration in force with the accounts as they are now.
    synchronized void refresh(Service service) {
        GatewayConfig whole = whole();
        put(service, whole, Setup.of(whole.calls()));
    }

    private static void put(Service service, GatewayConfig whole, Setup setup) {
        ConsoleLog.conceal(whole.secrets());
        service.reload(whole);
        service.dispatcher().reload(setup);
    }
}

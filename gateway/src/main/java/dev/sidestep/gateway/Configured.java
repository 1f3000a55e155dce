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

    /// Guarded by the monitor of this object, as changes of [#whole] are.
    private GatewayConfig asRead;

    private volatile GatewayConfig whole;

    Configured(GatewayConfig asRead) {
        this.asRead = asRead;
        this.added = AddedAccounts.open(asRead, InstantSource.system());
        this.whole = added.into(asRead);
    }

    /// The accounts that are added while the gateway runs.
    AddedAccounts added() {
        return added;
    }

    /// Both together, as they are in force.
    GatewayConfig whole() {
        return whole;
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
        GatewayConfig both = added.into(bound);
        Setup setup = Setup.of(both.calls());
        Gateway.prepareLog(both);
        read.warnings().forEach(warning -> log.warn("{}", warning));
        asRead = bound;
        put(service, both, setup);
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
        GatewayConfig both = added.into(asRead);
        ConsoleLog.conceal(both.secrets());
        put(service, both, Setup.of(both.calls()));
    }

    private void put(Service service, GatewayConfig both, Setup setup) {
        whole = both;
        service.reload(both);
        service.dispatcher().reload(setup);
    }
}

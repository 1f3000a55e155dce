package dev.sidestep.exchange;

import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.core.Nanos;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the providers once a day, in the background, which models they offer, and warns of those that end. What fails
/// changes nothing, and is asked again the next day. Lives on its loop.
final class ModelWatch {
    private static final Logger log = LoggerFactory.getLogger("sidestep");
    private static final Duration INTERVAL = Duration.ofDays(1);

    /// A list this young is not asked for again when the configuration changes.
    private static final Duration FRESH = Duration.ofHours(1);

    private final Dispatcher dispatcher;
    private final Loop loop;
    private final Map<Endpoint, Long> askedNanos = new HashMap<>();
    private final Shutdowns shutdowns = new Shutdowns();

    ModelWatch(Dispatcher dispatcher, Loop loop) {
        this.dispatcher = dispatcher;
        this.loop = loop;
    }

    /// Looks now, and then once a day.
    void start() {
        look();
        loop.tryRun(this::again);
    }

    private void again() {
        loop.after(Nanos.of(INTERVAL), this::start);
    }

    /// Asks those who were not asked lately. Callable from any thread.
    void look() {
        loop.tryRun(() -> {
            Setup setup = dispatcher.setup();
            shutdowns.due(setup.targets().all(), dispatcher.now()).forEach(log::warn);
            long nowNanos = dispatcher.nowNanos();
            askedNanos.values().removeIf(at -> nowNanos - at >= Nanos.of(FRESH));
            setup.roster().following().forEach(account -> ask(account, setup, nowNanos));
        });
    }

    private void ask(ConfiguredAccount configured, Setup setup, long nowNanos) {
        String account = configured.account().name();
        Endpoint endpoint = setup.endpoint(account);
        if (askedNanos.putIfAbsent(endpoint, nowNanos) != null) {
            return;
        }
        new ModelQuestion(loop, endpoint)
                .ask()
                .map(models -> new Offers.ReadList(endpoint, models, dispatcher.now()))
                .onComplete(
                        list -> dispatcher.listed(account, list).ifPresent(offer -> tell(account, offer)),
                        failure -> log.debug("models account={} failed: {}", account, failure.getMessage()));
    }

    private static void tell(String account, Offer offer) {
        if (!offer.isTrusted()) {
            log.warn("models account={} changed nothing: the provider lists none of the catalogue's models", account);
        } else if (offer.gone().isEmpty()) {
            log.info("models account={} added={}", account, offer.added().size());
        } else {
            String gone = String.join(",", offer.gone());
            log.info(
                    "models account={} added={} gone={}", account, offer.added().size(), gone);
        }
    }
}

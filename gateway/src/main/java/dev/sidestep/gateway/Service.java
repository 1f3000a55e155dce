package dev.sidestep.gateway;

import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.gateway.auth.Guesses;
import dev.sidestep.gateway.auth.Sessions;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.dashboard.Assets;
import dev.sidestep.gateway.ledger.Recorder;
import dev.sidestep.gateway.metrics.Metrics;
import dev.sidestep.gateway.simulation.SimulatedProviders;
import dev.sidestep.gateway.trace.Traces;
import dev.sidestep.store.Store;
import dev.sidestep.store.ledger.Content;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// What all event loops share. Thread-safe.
final class Service {
    private final Dispatcher dispatcher;
    private final Limits limits;
    private final Configured configured;
    private final AtomicReference<InForce> inForce;
    private final Conversations conversations;
    private final Queries queries = new Queries();
    private final Assets assets = new Assets();
    private final Instant startedAt = Instant.now();
    private final AtomicBoolean isDraining = new AtomicBoolean();
    private final Intake intake;
    private final Metrics metrics;
    private final StateKeeping state;
    private final Sessions sessions;
    private final Guesses guesses;
    private final Optional<SimulatedProviders> simulation;
    private final Live live;
    private final Traces traces;
    private final AccountChanges accountChanges = new AccountChanges();

    Service(Dispatcher dispatcher, Configured configured, StateKeeping state, Surroundings surroundings) {
        this.dispatcher = dispatcher;
        this.configured = configured;
        this.limits = surroundings.limits();
        this.simulation = surroundings.simulation();
        this.intake = new Intake(limits);
        this.sessions = new Sessions(dispatcher::nowNanos);
        this.guesses = new Guesses(dispatcher::nowNanos);
        this.inForce = new AtomicReference<>(InForce.of(configured.whole(), sessions, guesses));
        this.metrics = new Metrics(dispatcher, intake.load());
        this.state = state;
        this.traces = new Traces(dispatcher);
        this.conversations = new Conversations(store());
        this.live = Live.of(this);
        store().ifPresent(metrics::watch);
        state.share().ifPresent(metrics::watch);
        metrics.watchSpans(traces::counts);
        traces.configure(config().traces());
        dispatcher.listen(traces);
        dispatcher.propagate(traces);
        store().ifPresent(each ->
                dispatcher.listen(new Recorder(each, caller -> inForce().nameOf(caller), dispatcher::nowNanos)));
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Limits limits() {
        return limits;
    }

    /// What clients take up at the moment.
    Intake intake() {
        return intake;
    }

    /// The configuration as it was read, and what was added to it.
    Configured configured() {
        return configured;
    }

    /// What outlives the process, where anything does.
    Optional<Store> store() {
        return state.store();
    }

    /// What is known beyond this process.
    StateKeeping state() {
        return state;
    }

    /// The simulated providers, where they are.
    Optional<SimulatedProviders> simulation() {
        return simulation;
    }

    /// How accounts are changed while the gateway runs.
    AccountChanges accountChanges() {
        return accountChanges;
    }

    Queries queries() {
        return queries;
    }

    /// The dashboard's files.
    Assets assets() {
        return assets;
    }

    /// Where it is recorded what calls say, if anywhere: in the ledger, and in spans.
    Optional<Consumer<Content>> contentRecords() {
        if (!config().state().recordsContent() || store().isEmpty() && !traces.isOn()) {
            return Optional.empty();
        }
        return Optional.of(content -> {
            store().ifPresent(store -> store.record(content));
            traces.content(content);
        });
    }

    /// The spans of calls.
    Traces traces() {
        return traces;
    }

    Metrics metrics() {
        return metrics;
    }

    /// What happens, for those who look.
    Live live() {
        return live;
    }

    Conversations conversations() {
        return conversations;
    }

    InForce inForce() {
        return inForce.get();
    }

    GatewayConfig config() {
        return inForce.get().config();
    }

    void reload(GatewayConfig config) {
        inForce.set(InForce.of(config, sessions, guesses));
        traces.configure(config().traces());
    }

    Instant startedAt() {
        return startedAt;
    }

    void beginDrain() {
        isDraining.set(true);
        live.end();
    }

    boolean isDraining() {
        return isDraining.get();
    }

    /// True where a call could be sent anywhere at all.
    boolean isReady() {
        return !isDraining() && dispatcher.setup().targets().size() > 0;
    }

    void close() {
        traces.close();
        state.close();
        metrics.close();
    }
}

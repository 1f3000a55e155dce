package dev.sidestep.gateway;

import dev.sidestep.config.Secret;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.gateway.auth.Admission;
import dev.sidestep.gateway.auth.ApiKeys;
import dev.sidestep.gateway.auth.Guesses;
import dev.sidestep.gateway.auth.Hosts;
import dev.sidestep.gateway.auth.Sessions;
import dev.sidestep.gateway.config.ClientKey;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.dashboard.Assets;
import dev.sidestep.gateway.ledger.Recorder;
import dev.sidestep.gateway.metrics.Load;
import dev.sidestep.gateway.metrics.Metrics;
import dev.sidestep.gateway.simulation.SimulatedProviders;
import dev.sidestep.gateway.trace.Traces;
import dev.sidestep.store.Store;
import dev.sidestep.store.ledger.Content;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
    private final AtomicInteger openCalls = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong bufferedBytes = new AtomicLong();
    private final Metrics metrics;
    private final StateKeeping state;
    private final Sessions sessions;
    private final Guesses guesses;
    private final Optional<SimulatedProviders> simulation;
    private final Live live;
    private final Traces traces;
    private final AccountChanges accountChanges = new AccountChanges();

    /// The configuration that counts at a moment. A request keeps the one it began with.
    ///
    /// @param admission by its keys
    /// @param priorities of the callers whose key has its own
    /// @param names of the callers' keys
    record InForce(
            GatewayConfig config, Admission admission, Map<String, Priority> priorities, Map<String, String> names) {
        /// Who makes the calls that are tried out on the dashboard. No key's hash is a word.
        static final String DASHBOARD = "dashboard";

        static InForce of(GatewayConfig config, Sessions sessions, Guesses guesses) {
            List<Secret> clients =
                    config.apiKeys().stream().map(ClientKey::secret).toList();
            Map<String, Priority> priorities = new HashMap<>();
            Map<String, String> names = new HashMap<>(Map.of(DASHBOARD, DASHBOARD));
            for (ClientKey key : config.apiKeys()) {
                String caller = ApiKeys.callerOf(key.secret());
                key.priority().ifPresent(priority -> priorities.put(caller, priority));
                names.put(caller, key.name());
            }
            Admission.Keys keys = new Admission.Keys(new ApiKeys(clients), new ApiKeys(config.adminKeys()));
            Hosts hosts = new Hosts(config.listen().host(), config.allowedHosts());
            return new InForce(
                    config, new Admission(keys, hosts, sessions, guesses), Map.copyOf(priorities), Map.copyOf(names));
        }

        /// The name of a caller's key; empty for nobody in particular.
        String nameOf(String caller) {
            return names.getOrDefault(caller, "");
        }
    }

    /// @param simulation where the providers are simulated, and can be troubled
    Service(
            Dispatcher dispatcher,
            Configured configured,
            Limits limits,
            StateKeeping state,
            Optional<SimulatedProviders> simulation) {
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.configured = configured;
        this.simulation = simulation;
        this.sessions = new Sessions(dispatcher::nowNanos);
        this.guesses = new Guesses(dispatcher::nowNanos);
        this.inForce = new AtomicReference<>(InForce.of(configured.whole(), sessions, guesses));
        this.metrics = new Metrics(dispatcher, new Load(openCalls::get, connections::get, bufferedBytes::get));
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

    int openCalls() {
        return openCalls.get();
    }

    void callBegan() {
        openCalls.incrementAndGet();
    }

    void callEnded() {
        openCalls.decrementAndGet();
    }

    /// Takes a connection's place, if there is one. What was taken is given back with [#disconnected].
    boolean connected() {
        return connections.incrementAndGet() <= limits.mostConnections();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    /// Takes room for bytes of a body, if there is any.
    boolean reserveBytes(long bytes) {
        if (bufferedBytes.addAndGet(bytes) <= limits.mostBufferedBytes()) {
            return true;
        }
        releaseBytes(bytes);
        return false;
    }

    void releaseBytes(long bytes) {
        bufferedBytes.addAndGet(-bytes);
    }

    void close() {
        traces.close();
        state.close();
        metrics.close();
    }
}

package dev.sidestep.gateway;

import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.exchange.Loop;
import dev.sidestep.exchange.Narration;
import dev.sidestep.gateway.accounts.AccountPlace;
import dev.sidestep.gateway.accounts.AddedAccounts;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.config.ListenAddress;
import dev.sidestep.gateway.log.CallLog;
import dev.sidestep.gateway.log.ConsoleLog;
import dev.sidestep.gateway.simulation.SimulatedProviders;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP service: OpenAI's API on one side, every configured account on the other. Thread-safe.
public final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("sidestep");
    private static final Duration EXPIRY_CHECK = Duration.ofSeconds(1);
    private static final Duration SAVING = Duration.ofSeconds(1);
    private static final long CLOSE_SECONDS = 10;

    private final Vertx vertx;
    private final Service service;
    private final List<Server> servers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private Gateway(Vertx vertx, Service service) {
        this.vertx = vertx;
        this.service = service;
    }

    /// Starts a gateway, and returns when it listens.
    ///
    /// @throws StartException where it must not or cannot listen
    public static Gateway start(GatewayConfig config) {
        return start(config, Optional.empty());
    }

    /// Starts a gateway whose providers are simulated, and returns when it listens.
    ///
    /// @param simulation through which people trouble the providers
    /// @throws StartException where it must not or cannot listen
    public static Gateway start(GatewayConfig config, SimulatedProviders simulation) {
        return start(config, Optional.of(simulation));
    }

    private static Gateway start(GatewayConfig config, Optional<SimulatedProviders> simulation) {
        // Before a store is opened that nobody would close.
        requireKeys(config);
        return start(config, new Surroundings(Limits.standard(), StateKeeping.open(config.state()), simulation));
    }

    /// Starts one in other surroundings than the usual.
    static Gateway start(GatewayConfig config, Surroundings surroundings) {
        prepareLog(config);
        config.warnings().forEach(warning -> log.warn("{}", warning));
        Configured configured = new Configured(config);
        ConsoleLog.conceal(configured.whole().secrets());
        Dispatcher dispatcher = Dispatcher.of(configured.whole().calls(), Dispatcher.Clocks.system());
        dispatcher.listen(new CallLog(new Narration(dispatcher)));
        Vertx vertx = Loop.vertx(config.eventLoops());
        StateKeeping state = StateKeeping.begin(
                dispatcher, surroundings.store(), config.state().share());
        Gateway gateway = new Gateway(vertx, new Service(dispatcher, configured, state, surroundings));
        gateway.service.accountChanges().putInForceBy(gateway::changeAndRefresh);
        gateway.addAccountPlace(configured.added());
        try {
            gateway.listen(config);
        } catch (RuntimeException failed) {
            gateway.close();
            throw failed;
        }
        return gateway;
    }

    /// Has log lines written as configured, and every secret of the configuration concealed in
    /// them.
    static void prepareLog(GatewayConfig config) {
        ConsoleLog.conceal(config.secrets());
        ConsoleLog.format(config.logFormat());
        ConsoleLog.level(config.logLevel());
    }

    static void requireKeys(GatewayConfig config) {
        if (!config.listen().isLoopback() && config.apiKeys().isEmpty()) {
            throw new StartException("gateway.listen is " + config.listen()
                    + ", which other machines can reach, but gateway.api-keys is empty: everyone could spend your"
                    + " accounts. Set a key (gateway.api-keys: [\"${SIDESTEP_KEY}\"]), or listen on 127.0.0.1");
        }
    }

    private void listen(GatewayConfig config) {
        DeploymentOptions options = new DeploymentOptions().setInstances(config.eventLoops());
        Future<String> deployed = vertx.deployVerticle(
                () -> {
                    Server server = new Server(service, config.listen());
                    servers.add(server);
                    return server;
                },
                options);
        try {
            deployed.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw refused(config.listen(), failed.getCause() == null ? failed : failed.getCause());
        }
        vertx.setPeriodic(EXPIRY_CHECK.toMillis(), _ -> everySecond());
        if (service.store().isPresent()) {
            vertx.setPeriodic(SAVING.toMillis(), _ -> vertx.executeBlocking(this::saved, false));
        }
        log.info(
                "listening url={} accounts={}",
                url(),
                service.dispatcher().setup().targets().accounts().size());
        service.dispatcher().watchModels(servers.getFirst().loop());
    }

    private void everySecond() {
        service.dispatcher().clearExpired();
        if (service.traces().isUntidy()) {
            vertx.executeBlocking(this::tidied, false);
        }
    }

    private boolean tidied() {
        service.traces().tidy();
        return true;
    }

    private boolean saved() {
        service.state().save();
        return true;
    }

    private static StartException refused(ListenAddress address, Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new StartException(
                "cannot listen on " + address + ": "
                        + (message.contains("in use") ? "the port is taken by another program" : message),
                cause);
    }

    /// The port it listens on.
    public int port() {
        return servers.getFirst().port();
    }

    /// Its address, without a slash at the end.
    public URI url() {
        ListenAddress listen = service.config().listen();
        String host = listen.host().equals("0.0.0.0") ? "127.0.0.1" : listen.host();
        return URI.create("http://" + new ListenAddress(host, port()));
    }

    /// What its calls share, to listen to what is decided.
    public Dispatcher dispatcher() {
        return service.dispatcher();
    }

    /// The configuration in force.
    public GatewayConfig config() {
        return service.config();
    }

    /// True where a call would be accepted, and could be sent somewhere.
    public boolean isReady() {
        return service.isReady();
    }

    /// How many calls are under way.
    public int openCalls() {
        return service.intake().openCalls();
    }

    /// Puts another configuration in force, with the accounts that were added. Calls under way end
    /// with the one they began with; cooldowns stay. Where it listens, on how many loops, and where
    /// it keeps its state stays until a restart.
    ///
    /// @throws StartException where the keys are gone that its address needs; nothing changes then
    public void reload(GatewayConfig config) {
        service.configured().reload(service, config);
    }

    /// The accounts that were added while a gateway ran.
    AddedAccounts added() {
        return service.configured().added();
    }

    /// Puts the accounts in force as they are now. Takes a moment, and belongs on no event loop.
    void refresh() {
        service.configured().refresh(service);
    }

    /// Where no file is watched, only what stands elsewhere can have changed.
    private void changeAndRefresh(Runnable change) {
        change.run();
        refresh();
    }

    /// Reloads the configuration whenever the file changes, as long as the gateway runs. A file
    /// with mistakes is refused: they are logged, and the configuration in force stays.
    ///
    /// @param reader of the file, which throws a [dev.sidestep.config.ConfigException] where it has
    ///     mistakes
    public void watch(Path file, Function<Path, GatewayConfig> reader) {
        ConfigWatch watch = new ConfigWatch(vertx, this, file, reader);
        service.accountChanges().putInForceBy(watch::write);
        watch.start();
    }

    /// Lets accounts that stand in this place be changed while the gateway runs.
    public void addAccountPlace(AccountPlace place) {
        service.accountChanges().places().add(place);
    }

    /// Stops accepting calls, and gives those under way time to end.
    ///
    /// @param limit after which those that are left are ended
    /// @return completes when no call is under way any more
    public CompletionStage<Void> drain(Duration limit) {
        service.beginDrain();
        log.info("draining calls={} limit={}s", service.intake().openCalls(), limit.toSeconds());
        List<Future<Void>> drained =
                servers.stream().map(server -> server.drain(limit)).toList();
        return Future.join(drained).<Void>mapEmpty().toCompletionStage();
    }

    /// Ends every call that is under way, each with an error that says so, and closes the gateway.
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        service.beginDrain();
        try {
            endCalls();
        } finally {
            service.close();
        }
    }

    private void endCalls() {
        List<Future<Void>> aborted = servers.stream().map(Server::abort).toList();
        Future.join(aborted)
                .transform(_ -> vertx.close())
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}

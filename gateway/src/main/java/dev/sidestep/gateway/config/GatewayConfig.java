package dev.sidestep.gateway.config;

import dev.sidestep.config.ConfigDocument;
import dev.sidestep.config.ConfigException;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.gateway.log.LogFormat;
import dev.sidestep.store.StorePlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// Everything that a gateway is configured with. Immutable; [#read(Path, Map)],
/// [#fromEnvironment(Map)] or [#builder(SidestepConfig)].
///
/// @param calls accounts, routes and knobs: the library's part
/// @param listen where it listens
/// @param apiKeys what callers show; none means that everyone on this machine may call
/// @param adminKeys what those show who look at everything and change it; none means that whoever is at
///     this machine may, with a caller's key where there are any
/// @param allowedHosts more names under which this machine is asked, where no admin's key protects it
/// @param maxBodyBytes largest request body
/// @param drain longest time that open streams are given when the gateway stops
/// @param eventLoops how many threads serve; by default one per processor
/// @param logLevel of the log
/// @param logFormat how its lines are written
/// @param knownTraces where spans go, or null where nobody wants any
/// @param agents by id
/// @param state what outlives the process, and what is shared with other nodes
/// @param vault where credentials are kept that are added while the gateway runs
/// @param warnings what can be used but is likely not what was meant, one line each
public record GatewayConfig(
        SidestepConfig calls,
        ListenAddress listen,
        List<ClientKey> apiKeys,
        List<Secret> adminKeys,
        List<String> allowedHosts,
        long maxBodyBytes,
        Duration drain,
        int eventLoops,
        Level logLevel,
        LogFormat logFormat,
        @Nullable TraceConfig knownTraces,
        Map<String, Agent> agents,
        StateConfig state,
        VaultConfig vault,
        List<String> warnings) {

    /// The largest body that any provider takes is 50 MB; few calls have more than a few.
    public static final long DEFAULT_MAX_BODY_BYTES = 20_000_000;

    public GatewayConfig {
        apiKeys = List.copyOf(apiKeys);
        adminKeys = List.copyOf(adminKeys);
        allowedHosts = List.copyOf(allowedHosts);
        agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
        warnings = List.copyOf(warnings);
        if (maxBodyBytes < 1 || maxBodyBytes > GatewayReader.MOST_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "max-body must be from 1 to " + GatewayReader.MOST_BODY_BYTES + " bytes: " + maxBodyBytes);
        }
        if (drain.isNegative()) {
            throw new IllegalArgumentException("drain must not be negative: " + drain);
        }
        if (eventLoops < 1 || eventLoops > GatewayReader.MOST_EVENT_LOOPS) {
            throw new IllegalArgumentException(
                    "event-loops must be from 1 to " + GatewayReader.MOST_EVENT_LOOPS + ": " + eventLoops);
        }
    }

    /// Where accounts are kept that are added while the gateway runs: the directory of the embedded store, or of
    /// this machine where the store is a database; empty where nothing outlives the process.
    public Optional<Path> accountsDirectory() {
        return state.store().flatMap(store -> switch (store) {
            case StorePlace.Embedded(var directory) -> Optional.of(directory);
            case StorePlace.Postgres _ -> vault.directory();
        });
    }

    /// The configuration of a file.
    ///
    /// @param environment where `${NAME}` is looked up, and the directory where state is kept
    /// @throws ConfigException with every mistake
    public static GatewayConfig read(Path file, Map<String, String> environment) {
        return GatewayReader.read(ConfigDocument.read(file, environment), environment);
    }

    /// The configuration of a text.
    ///
    /// @param source its name in messages
    /// @throws ConfigException with every mistake
    public static GatewayConfig read(String source, String yaml, Map<String, String> environment) {
        return GatewayReader.read(ConfigDocument.parse(source, yaml, environment), environment);
    }

    /// The configuration of a text that is to stand in a file.
    ///
    /// @throws ConfigException with every mistake
    public static GatewayConfig read(Path file, String yaml, Map<String, String> environment) {
        return GatewayReader.read(ConfigDocument.parse(file, yaml, environment), environment);
    }

    /// The accounts of the usual environment variables, and defaults for the rest.
    ///
    /// @throws ConfigException when a variable is malformed
    public static GatewayConfig fromEnvironment(Map<String, String> environment) {
        SidestepConfig calls = SidestepConfig.fromEnvironment(environment);
        StateConfig state = StateReader.usual(environment);
        TraceVariables traces = new TraceVariables(environment);
        Builder builder = builder(calls).state(state);
        traces.config().ifPresent(builder::traces);
        List<String> warnings = new ArrayList<>(calls.warnings());
        warnings.addAll(traces.warnings());
        if (state.store().isEmpty()) {
            warnings.add(StateReader.NO_DIRECTORY);
        }
        return builder.vault(VaultConfig.usual(new Environment(environment)))
                .warnings(warnings)
                .build();
    }

    /// Everything in it that opens doors.
    public List<Secret> secrets() {
        List<Secret> all = new ArrayList<>(adminKeys);
        apiKeys.forEach(key -> all.add(key.secret()));
        Stream.concat(calls.resolve().stream(), calls.disabled().stream()).forEach(account -> {
            account.key().ifPresent(all::add);
            all.addAll(account.headers().values());
        });
        all.addAll(state.passwords());
        vault.secret().ifPresent(all::add);
        traces().ifPresent(config -> all.addAll(config.headers().values()));
        return all;
    }

    /// Where spans go, where anybody wants them.
    public Optional<TraceConfig> traces() {
        return Optional.ofNullable(knownTraces);
    }

    /// A builder that starts with the defaults, and with nothing that outlives the process.
    public static Builder builder(SidestepConfig calls) {
        return new Builder(calls);
    }

    /// This configuration as a builder, to change parts of it.
    public Builder toBuilder() {
        Builder builder = new Builder(calls);
        builder.listen = listen;
        builder.apiKeys.addAll(apiKeys);
        builder.adminKeys.addAll(adminKeys);
        builder.allowedHosts.addAll(allowedHosts);
        builder.maxBodyBytes = maxBodyBytes;
        builder.drain = drain;
        builder.eventLoops = eventLoops;
        builder.logLevel = logLevel;
        builder.logFormat = logFormat;
        builder.knownTraces = knownTraces;
        builder.agents.putAll(agents);
        builder.state = state;
        builder.vault = vault;
        builder.warnings = warnings;
        return builder;
    }

    /// Builds a [GatewayConfig]. Not thread-safe.
    public static final class Builder {
        private SidestepConfig calls;
        private ListenAddress listen = ListenAddress.standard();
        private final List<ClientKey> apiKeys = new ArrayList<>();
        private final List<Secret> adminKeys = new ArrayList<>();
        private final List<String> allowedHosts = new ArrayList<>();
        private long maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
        private Duration drain = Duration.ofSeconds(30);
        private int eventLoops =
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, GatewayReader.MOST_EVENT_LOOPS);
        private Level logLevel = Level.INFO;
        private LogFormat logFormat = LogFormat.TEXT;
        private @Nullable TraceConfig knownTraces;
        private final Map<String, Agent> agents = new LinkedHashMap<>();
        private StateConfig state = StateConfig.NONE;
        private VaultConfig vault = VaultConfig.NONE;
        private List<String> warnings;

        private Builder(SidestepConfig calls) {
            this.calls = calls;
            this.warnings = calls.warnings();
        }

        /// Sets [GatewayConfig#calls()].
        public Builder calls(SidestepConfig value) {
            calls = value;
            return this;
        }

        /// Sets [GatewayConfig#listen()].
        public Builder listen(ListenAddress value) {
            listen = value;
            return this;
        }

        /// Adds a key that callers may show, whose calls have the configured priority.
        public Builder apiKey(Secret key) {
            return apiKey(ClientKey.of(key));
        }

        /// Adds a key that callers may show.
        public Builder apiKey(ClientKey key) {
            apiKeys.add(key);
            return this;
        }

        /// Adds a key that those may show who look at everything and change it.
        public Builder adminKey(Secret key) {
            adminKeys.add(key);
            return this;
        }

        /// Adds one of [GatewayConfig#allowedHosts()].
        public Builder allowedHost(String name) {
            allowedHosts.add(name);
            return this;
        }

        /// Sets [GatewayConfig#maxBodyBytes()].
        public Builder maxBodyBytes(long value) {
            maxBodyBytes = value;
            return this;
        }

        /// Sets [GatewayConfig#drain()].
        public Builder drain(Duration value) {
            drain = value;
            return this;
        }

        /// Sets [GatewayConfig#eventLoops()].
        public Builder eventLoops(int value) {
            eventLoops = value;
            return this;
        }

        /// Sets [GatewayConfig#logLevel()].
        public Builder logLevel(Level value) {
            logLevel = value;
            return this;
        }

        /// Sets [GatewayConfig#logFormat()].
        public Builder logFormat(LogFormat value) {
            logFormat = value;
            return this;
        }

        /// Sets [GatewayConfig#traces()].
        public Builder traces(TraceConfig value) {
            knownTraces = value;
            return this;
        }

        /// Adds an agent, in place of one of the same id.
        public Builder agent(Agent agent) {
            agents.put(agent.id(), agent);
            return this;
        }

        /// Sets [GatewayConfig#state()].
        public Builder state(StateConfig value) {
            state = value;
            return this;
        }

        /// Sets [GatewayConfig#vault()].
        public Builder vault(VaultConfig value) {
            vault = value;
            return this;
        }

        Builder warnings(List<String> value) {
            warnings = value;
            return this;
        }

        /// The configuration.
        ///
        /// @throws IllegalArgumentException where a value is out of its range
        public GatewayConfig build() {
            return new GatewayConfig(
                    calls,
                    listen,
                    apiKeys,
                    adminKeys,
                    allowedHosts,
                    maxBodyBytes,
                    drain,
                    eventLoops,
                    logLevel,
                    logFormat,
                    knownTraces,
                    agents,
                    state,
                    vault,
                    warnings);
        }
    }
}

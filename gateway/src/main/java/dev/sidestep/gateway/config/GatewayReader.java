package dev.sidestep.gateway.config;

import dev.sidestep.config.ConfigDocument;
import dev.sidestep.config.Secret;
import dev.sidestep.config.Section;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.config.Value;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.gateway.log.LogFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// Reads the sections `gateway` and `agents`.
final class GatewayReader {
    /// A body is held in memory while its call is under way.
    static final long MOST_BODY_BYTES = 1L << 30;

    /// More loops than processors only cost memory.
    static final int MOST_EVENT_LOOPS = 256;

    /// More keys or agents than anyone keeps in a file.
    private static final int MOST_ENTRIES = 10_000;

    /// An orchestrator would have killed the process long before.
    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    /// Shorter keys can be guessed.
    private static final int SHORTEST_GOOD_KEY = 16;

    private static final int MOST_TOKENS = 100_000_000;
    private static final int MOST_ATTEMPTS = 1_000;
    private static final BigDecimal HOTTEST = BigDecimal.TWO;
    private static final Pattern AGENT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern KEY_NAME = AGENT_ID;
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}[A-Za-z0-9])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}[A-Za-z0-9])?)*");
    private static final Map<String, Level> LEVELS = Map.of(
            "error", Level.ERROR, "warn", Level.WARN, "info", Level.INFO, "debug", Level.DEBUG, "trace", Level.TRACE);

    private final ConfigDocument document;
    private final SidestepConfig calls;
    private final GatewayConfig.Builder config;
    private final Map<String, String> environment;
    private final Set<String> keyNames = new HashSet<>();

    private GatewayReader(ConfigDocument document, Map<String, String> environment) {
        this.document = document;
        this.environment = environment;
        this.calls = SidestepConfig.from(document);
        this.config = GatewayConfig.builder(calls);
    }

    static GatewayConfig read(ConfigDocument document, Map<String, String> environment) {
        return new GatewayReader(document, environment).read();
    }

    private GatewayConfig read() {
        Optional<Section> gateway = document.root().section("gateway");
        gateway.ifPresent(this::gateway);
        TraceReader.read(document, gateway, environment).ifPresent(config::traces);
        config.state(StateReader.read(document, gateway, environment));
        config.vault(VaultConfig.read(document, gateway, new Environment(environment)));
        document.root().section("agents").ifPresent(this::agents);
        document.conclude();
        return config.warnings(document.warnings()).build();
    }

    private void gateway(Section gateway) {
        gateway.value("listen").ifPresent(this::listen);
        keys(gateway, "api-keys", this::clientKey).forEach(config::apiKey);
        keys(gateway, "admin-keys", this::key).forEach(config::adminKey);
        keys(gateway, "allowed-hosts", GatewayReader::host).forEach(config::allowedHost);
        gateway.value("max-body")
                .ifPresent(value -> value.size(1, MOST_BODY_BYTES).ifPresent(config::maxBodyBytes));
        gateway.duration("drain", Duration.ZERO, LONGEST_DRAIN).ifPresent(config::drain);
        gateway.integer("event-loops", 1, MOST_EVENT_LOOPS).ifPresent(config::eventLoops);
        gateway.choice("log-level", LEVELS).ifPresent(config::logLevel);
        gateway.choice("log-format", LogFormat.BY_ID).ifPresent(config::logFormat);
    }

    private void listen(Value value) {
        value.text()
                .ifPresent(text -> ListenAddress.parse(text)
                        .ifPresentOrElse(
                                config::listen,
                                () -> value.mistake(
                                        "expected a host and a port, such as 127.0.0.1:8080 or [::1]:8080")));
    }

    private static <K> List<K> keys(Section gateway, String name, Function<Value, Optional<K>> reader) {
        List<Value> values = gateway.list(name);
        if (values.size() > MOST_ENTRIES) {
            gateway.mistake(name, "more than " + MOST_ENTRIES + " entries");
            return List.of();
        }
        return values.stream().flatMap(value -> reader.apply(value).stream()).toList();
    }

    private static Optional<String> host(Value value) {
        Optional<String> host = value.text();
        if (host.filter(text -> !HOST.matcher(text).matches()).isPresent()) {
            value.mistake("expected a name without a scheme or a port, such as sidestep.example.com");
            return Optional.empty();
        }
        return host;
    }

    /// The key alone, or a map with what its calls have for their own.
    private Optional<ClientKey> clientKey(Value value) {
        return value.isMap()
                ? value.section().flatMap(this::clientKey)
                : key(value).map(ClientKey::of);
    }

    private Optional<ClientKey> clientKey(Section section) {
        Optional<Priority> priority = section.value("priority").flatMap(Value::priority);
        Optional<Value> key = section.value("key");
        if (key.isEmpty()) {
            section.mistake("key", "an entry of api-keys needs a key, such as key: ${SIDESTEP_KEY}");
        }
        Optional<String> name = section.value("name").flatMap(this::name);
        return key.flatMap(this::key)
                .map(secret -> new ClientKey(
                        secret, name.orElseGet(() -> ClientKey.usualName(secret)), priority.orElse(null)));
    }

    /// The name of a key, which no other key has.
    private Optional<String> name(Value value) {
        Optional<String> name = value.text();
        if (name.filter(text -> !KEY_NAME.matcher(text).matches()).isPresent()) {
            value.mistake("expected a name of letters, digits, '-', '_' and '.', at most 64");
            return Optional.empty();
        }
        if (name.filter(text -> !keyNames.add(text)).isPresent()) {
            value.mistake("another key has the name '" + name.orElse("") + "'");
        }
        return name;
    }

    private Optional<Secret> key(Value value) {
        Optional<Secret> secret = value.secret();
        if (secret.filter(key -> key.reveal().length() < SHORTEST_GOOD_KEY).isPresent()) {
            document.warning(value.path(), "a key of less than " + SHORTEST_GOOD_KEY + " characters can be guessed");
        }
        return secret;
    }

    private void agents(Section agents) {
        Map<String, Value> entries = agents.entries();
        if (entries.size() > MOST_ENTRIES) {
            document.mistake("agents", "more than " + MOST_ENTRIES + " agents");
            return;
        }
        Set<String> names = calls.names();
        entries.forEach((id, value) -> {
            if (!AGENT_ID.matcher(id).matches()) {
                value.mistake("expected an id of letters, digits, '-', '_' and '.', at most 64");
            }
            value.section().ifPresent(section -> config.agent(agent(id, section, names)));
        });
    }

    private Agent agent(String id, Section section, Set<String> names) {
        String provider = section.text("provider").orElse("");
        String model = section.text("model").orElse("");
        Agent agent = new Agent(
                id,
                section.value("system").flatMap(Value::prose).orElse(""),
                provider,
                model,
                Agent.parameters(
                        upTo(section, "temperature", HOTTEST),
                        section.integer("max-tokens", 1, MOST_TOKENS),
                        upTo(section, "top-p", BigDecimal.ONE)),
                boxed(section.integer("max-attempts", 1, MOST_ATTEMPTS)),
                section.value("priority").flatMap(Value::priority).orElse(null));
        boolean isKnownProvider =
                provider.isEmpty() || names.stream().anyMatch(name -> name.startsWith(provider + "/"));
        if (!isKnownProvider) {
            section.mistake("provider", "no configured account is of the provider '" + provider + "', or of that name");
        } else if (!model.isEmpty() && agent.wanted().filter(names::contains).isEmpty()) {
            section.mistake(
                    "model", "no configured account offers '" + agent.wanted().orElse(model) + "'");
        }
        return agent;
    }

    private static @Nullable Integer boxed(OptionalInt value) {
        return value.isPresent() ? Integer.valueOf(value.getAsInt()) : null;
    }

    private static Optional<BigDecimal> upTo(Section section, String key, BigDecimal most) {
        Optional<BigDecimal> value = section.decimal(key);
        if (value.filter(number -> number.compareTo(most) > 0).isPresent()) {
            section.mistake(key, "expected a number from 0 to " + most);
        }
        return value;
    }
}

package dev.sidestep.config;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.quota.QuotaLimit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Everything that a failover is configured with: catalogue, providers, accounts, routes and knobs.
/// Immutable.
///
/// @param catalogue the models that are known beforehand
/// @param providers providers beside, or instead of, the built-in ones
/// @param accounts the credentials, in the order in which they are tried
/// @param routes public names for ordered lists of models or targets
/// @param knobs how patient and how persistent a failover is
/// @param modelsMayBeUnknown whether an account may come without any model known, as one from the
///     environment
/// @param warnings what can be used but is likely not what was meant, one line each
public record SidestepConfig(
        Catalogue catalogue,
        List<ProviderConfig> providers,
        List<AccountConfig> accounts,
        Map<String, List<String>> routes,
        Knobs knobs,
        boolean modelsMayBeUnknown,
        List<String> warnings) {

    /// The model name that stands for the catalogue's order.
    static final String AUTO = "auto";

    /// Top-level keys of the same file that the gateway reads.
    private static final String[] GATEWAY_KEYS = {"gateway", "agents"};

    public SidestepConfig {
        providers = List.copyOf(providers);
        accounts = List.copyOf(accounts);
        Map<String, List<String>> copy = new LinkedHashMap<>();
        routes.forEach((name, targets) -> copy.put(name, List.copyOf(targets)));
        routes = Collections.unmodifiableMap(copy);
        warnings = List.copyOf(warnings);
    }

    /// The configuration of a `sidestep.yaml`. Without `accounts:` in it, they come from the
    /// environment.
    ///
    /// @param environment where `${NAME}` is looked up, usually `System.getenv()`
    /// @throws ConfigException with every mistake in the file
    public static SidestepConfig read(Path file, Map<String, String> environment) {
        return read(ConfigDocument.read(file, environment));
    }

    /// The configuration of a text in YAML; see [#read(Path, Map)].
    ///
    /// @param source its name in messages
    /// @throws ConfigException with every mistake in the text
    public static SidestepConfig read(String source, String yaml, Map<String, String> environment) {
        return read(ConfigDocument.parse(source, yaml, environment));
    }

    /// The library's part of a document that others read too. Not to be used before
    /// [ConfigDocument#conclude()] returned.
    public static SidestepConfig from(ConfigDocument document) {
        return new SidestepReader(document).read();
    }

    /// The configuration of an application without a file: the current catalogue, and an account
    /// for each of the usual environment variables that is set (`GROQ_API_KEY`, `GROQ_API_KEY_2` to
    /// `_99`, `OPENAI_API_KEY`, …). It may have no accounts at all.
    ///
    /// @throws ConfigException when a variable is malformed
    public static SidestepConfig fromEnvironment(Map<String, String> environment) {
        Report report = new Report("environment");
        Builder builder = builder();
        builder.accounts.addAll(new EnvironmentReader(environment, report).read());
        builder.modelsMayBeUnknown = true;
        return builder.build(report);
    }

    /// A builder that starts with nothing but the defaults.
    public static Builder builder() {
        return new Builder();
    }

    /// The accounts with providers, models and addresses put in, in the order in which they are
    /// tried, without the disabled ones.
    ///
    /// @throws ConfigException when they do not fit together; never for a configuration that was
    ///     read or built
    public List<ConfiguredAccount> resolve() {
        Report report = new Report("configuration");
        List<ConfiguredAccount> accounts = new Resolution(this, report).resolve();
        report.conclude();
        return accounts;
    }

    /// The disabled accounts in their order, as [#resolve()] has the others.
    public List<ConfiguredAccount> disabled() {
        Resolution resolution = new Resolution(this, new Report("configuration"));
        resolution.resolve();
        return resolution.disabled();
    }

    /// The configured limits by what they hold back, each kind of limit at most once per key: for
    /// [dev.sidestep.core.quota.Quotas#configure]. Accounts with mistakes are left out.
    public Map<LimitKey, List<QuotaLimit>> quotas() {
        Resolution resolution = new Resolution(this, new Report("configuration"));
        resolution.resolve();
        return resolution.quotas();
    }

    /// Every name that a call may ask for: models, `provider/model`, `account/model`, routes, `auto`; also those of
    /// disabled accounts and models, which may be asked again tomorrow. Accounts with mistakes are left out.
    public Set<String> names() {
        Resolution resolution = new Resolution(this, new Report("configuration"));
        Set<String> names = resolution.allNames(resolution.resolve());
        names.addAll(routes.keySet());
        names.add(AUTO);
        return names;
    }

    /// The provider that an account is at which names this one, or one whose name begins with it.
    public Optional<ProviderConfig> provider(String name) {
        return new Providers(providers).find(name);
    }

    /// This configuration with one account more, after the others of its provider's type.
    ///
    /// @throws ConfigException where the account does not fit in
    public SidestepConfig with(AccountConfig account) {
        return with(List.of(), account);
    }

    /// The same, with a provider of the account's own.
    ///
    /// @throws ConfigException where the account does not fit in
    public SidestepConfig with(ProviderConfig provider, AccountConfig account) {
        return with(List.of(provider), account);
    }

    private SidestepConfig with(List<ProviderConfig> more, AccountConfig account) {
        Report report = new Report("configuration");
        SidestepConfig extended = new SidestepConfig(
                catalogue,
                joined(providers, more),
                joined(accounts, List.of(account)),
                routes,
                knobs,
                modelsMayBeUnknown,
                warnings);
        new Resolution(extended, report).resolve();
        report.conclude();
        return extended;
    }

    /// This configuration with its accounts in another order.
    ///
    /// @param order the same accounts
    public SidestepConfig ordered(List<AccountConfig> order) {
        return new SidestepConfig(catalogue, providers, order, routes, knobs, modelsMayBeUnknown, warnings);
    }

    private static <T> List<T> joined(List<T> first, List<T> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private static SidestepConfig read(ConfigDocument document) {
        SidestepConfig config = from(document);
        document.leave(GATEWAY_KEYS);
        document.conclude();
        return config;
    }

    SidestepConfig withWarnings(List<String> found) {
        return new SidestepConfig(catalogue, providers, accounts, routes, knobs, modelsMayBeUnknown, found);
    }

    /// Builds a [SidestepConfig]. Not thread-safe.
    public static final class Builder {
        private Catalogue catalogue = Catalogue.current();
        private final List<ProviderConfig> providers = new ArrayList<>();
        private final List<AccountConfig> accounts = new ArrayList<>();
        private final Map<String, List<String>> routes = new LinkedHashMap<>();
        private Knobs knobs = Knobs.defaults();
        private boolean modelsMayBeUnknown;

        private Builder() {}

        /// Sets [SidestepConfig#catalogue()]; by default the current one.
        public Builder catalogue(Catalogue value) {
            this.catalogue = value;
            return this;
        }

        /// Adds a provider, or replaces the built-in one of its name.
        public Builder provider(ProviderConfig provider) {
            providers.add(provider);
            return this;
        }

        /// Adds an account, after those added before.
        public Builder account(AccountConfig account) {
            accounts.add(account);
            return this;
        }

        /// Adds a route.
        ///
        /// @param targets models, `provider/model` or `account/model`, in the order in which they
        ///     are tried
        public Builder route(String name, List<String> targets) {
            Names.require("route", name);
            if (targets.isEmpty() || name.equals(AUTO)) {
                throw new IllegalArgumentException("route " + name + " needs a target, and a name other than " + AUTO);
            }
            routes.put(name, targets);
            return this;
        }

        /// Sets [SidestepConfig#knobs()].
        public Builder knobs(Knobs value) {
            this.knobs = value;
            return this;
        }

        Builder modelsMayBeUnknown(boolean value) {
            this.modelsMayBeUnknown = value;
            return this;
        }

        /// The configuration.
        ///
        /// @throws ConfigException with everything that does not fit together
        public SidestepConfig build() {
            return build(new Report("configuration"));
        }

        private SidestepConfig build(Report report) {
            SidestepConfig config = unchecked();
            new Resolution(config, report).resolve();
            report.conclude();
            return config.withWarnings(report.warnings());
        }

        /// What was built so far, for a reader that has its own report.
        SidestepConfig unchecked() {
            return new SidestepConfig(catalogue, providers, accounts, routes, knobs, modelsMayBeUnknown, List.of());
        }
    }
}

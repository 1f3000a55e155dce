package dev.sidestep.config;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One credential at a provider, as configured. Immutable; [#of(String, Secret)] or
/// [#builder(String)].
///
/// @param name unique among the accounts (`groq-free`)
/// @param provider the provider's name, or a name that begins with it (`groq-free` is at `groq`)
/// @param givenKey the key, or null where there is none
/// @param quotaGroup accounts of one group share one quota; by default the account's own name
/// @param models ids in the order of preference; empty for all that the provider is known to offer
/// @param priority lower comes first among the accounts of one provider type; 1 to 1000, default
///     100
/// @param headers further headers of every request
/// @param givenBaseUrl the account's own address, or null for the provider's
/// @param quotas its limits, where the provider does not tell them
/// @param choice which of its models come first, and which are not asked
/// @param isDisabled whether it is kept, and not asked
/// @param origin where it was written down
public record AccountConfig(
        String name,
        String provider,
        @Nullable Secret givenKey,
        String quotaGroup,
        List<String> models,
        int priority,
        Map<String, Secret> headers,
        @Nullable URI givenBaseUrl,
        AccountQuotas quotas,
        ModelChoice choice,
        boolean isDisabled,
        AccountOrigin origin) {

    static final int MAX_PRIORITY = 1_000;

    public AccountConfig {
        Names.require("account", name);
        Names.require("quota-group", quotaGroup);
        if (priority < 1 || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("priority must be from 1 to " + MAX_PRIORITY + ": " + priority);
        }
        if (givenBaseUrl != null && !BaseUrls.isServer(givenBaseUrl)) {
            throw new IllegalArgumentException("base-url of account " + name + " is not the address of a server");
        }
        headers.keySet().forEach(AccountConfig::requireHeader);
        models = List.copyOf(models);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// An account at the provider whose name its own begins with: `groq`, `groq-free`,
    /// `openai-team-b`.
    public static AccountConfig of(String name, Secret key) {
        return builder(name).key(key).build();
    }

    /// A builder of an account at the provider whose name its own begins with.
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /// Its key, where it has one.
    public Optional<Secret> key() {
        return Optional.ofNullable(givenKey);
    }

    /// Its own address, where it has one.
    public Optional<URI> baseUrl() {
        return Optional.ofNullable(givenBaseUrl);
    }

    /// The same among others of its provider's type.
    ///
    /// @param other [#priority()]
    public AccountConfig withPriority(int other) {
        return new AccountConfig(
                name,
                provider,
                givenKey,
                quotaGroup,
                models,
                other,
                headers,
                givenBaseUrl,
                quotas,
                choice,
                isDisabled,
                origin);
    }

    private static void requireHeader(String header) {
        String objection = Headers.objection(header);
        if (!objection.isEmpty()) {
            throw new IllegalArgumentException("header " + Closest.quoted(header) + ": " + objection);
        }
    }

    /// Builds an [AccountConfig]. Not thread-safe.
    public static final class Builder {
        private final String name;
        private String provider;
        private @Nullable Secret key;
        private String quotaGroup;
        private List<String> models = List.of();
        private int priority = 100;
        private Map<String, Secret> headers = Map.of();
        private @Nullable URI baseUrl;
        private AccountQuotas quotas = AccountQuotas.NONE;
        private List<String> pinned = List.of();
        private List<String> without = List.of();
        private boolean isDisabled;
        private AccountOrigin origin = AccountOrigin.CODE;

        private Builder(String name) {
            this.name = name;
            this.provider = name;
            this.quotaGroup = name;
        }

        /// Sets [AccountConfig#provider()].
        public Builder provider(String value) {
            this.provider = value;
            return this;
        }

        /// Sets [AccountConfig#key()].
        public Builder key(Secret value) {
            this.key = value;
            return this;
        }

        /// Sets [AccountConfig#quotaGroup()].
        public Builder quotaGroup(String value) {
            this.quotaGroup = value;
            return this;
        }

        /// Sets [AccountConfig#models()].
        public Builder models(List<String> value) {
            this.models = value;
            return this;
        }

        /// Sets [AccountConfig#priority()].
        public Builder priority(int value) {
            this.priority = value;
            return this;
        }

        /// Sets [AccountConfig#headers()].
        public Builder headers(Map<String, Secret> value) {
            this.headers = value;
            return this;
        }

        /// Sets [AccountConfig#baseUrl()].
        public Builder baseUrl(URI value) {
            this.baseUrl = value;
            return this;
        }

        /// Sets [AccountConfig#quotas()].
        public Builder quotas(AccountQuotas value) {
            this.quotas = value;
            return this;
        }

        /// Sets the models that come first, in this order; see [ModelChoice#pinned()].
        public Builder pinned(List<String> value) {
            this.pinned = value;
            return this;
        }

        /// Sets the models that are not asked through this account; see [ModelChoice#without()].
        public Builder without(List<String> value) {
            this.without = value;
            return this;
        }

        /// Sets [AccountConfig#isDisabled()].
        public Builder disabled(boolean value) {
            this.isDisabled = value;
            return this;
        }

        /// Sets [AccountConfig#origin()]; by default a program.
        public Builder origin(AccountOrigin value) {
            this.origin = value;
            return this;
        }

        /// The account.
        ///
        /// @throws IllegalArgumentException when a value is malformed or out of its range; the
        ///     message names it
        public AccountConfig build() {
            ModelChoice choice = new ModelChoice(pinned, without);
            return new AccountConfig(
                    name,
                    provider,
                    key,
                    quotaGroup,
                    models,
                    priority,
                    headers,
                    baseUrl,
                    quotas,
                    choice,
                    isDisabled,
                    origin);
        }
    }
}

package dev.sidestep.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A simulated provider: its wire, where it is mounted, who may use it, and what it offers. Immutable.
///
/// @param path the base path at which it answers, such as `/groq/openai/v1`
/// @param rules how it counts, beside the limits of its models
/// @param acceptAnyKey whether an unknown key is an account of its own, instead of a 401
/// @param models chat models, in the order in which they are listed
/// @param embeddingModels models that only embed; they are not listed
public record ProviderSpec(
        String name,
        Dialect dialect,
        String path,
        QuotaRules rules,
        boolean acceptAnyKey,
        List<AccountSpec> accounts,
        List<ModelSpec> models,
        List<ModelSpec> embeddingModels) {
    public ProviderSpec {
        if (!name.matches("[a-z0-9][a-z0-9._-]*")) {
            throw new IllegalArgumentException("provider name must be lower case letters, digits, . _ -: " + name);
        }
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("path must start with / and not end with it: " + path);
        }
        accounts = List.copyOf(accounts);
        models = List.copyOf(models);
        embeddingModels = List.copyOf(embeddingModels);
        requireDistinct(
                name, "account", accounts.stream().map(AccountSpec::name).toList());
        requireDistinct(
                name, "key of account", accounts.stream().map(AccountSpec::key).toList());
        requireDistinct(name, "model", models.stream().map(ModelSpec::id).toList());
    }

    /// Starts a provider. `groq` speaks as Groq does at `/groq/openai/v1`, `anthropic` as Anthropic at `/anthropic/v1`,
    /// `gemini` as Gemini at `/gemini/v1beta`, every other as OpenAI does at `/<name>/v1`.
    public static Builder named(String name) {
        return new Builder(name);
    }

    /// A chat or embedding model by its id.
    Optional<ModelSpec> model(String id) {
        return Stream.concat(models.stream(), embeddingModels.stream())
                .filter(model -> model.id().equals(id))
                .findFirst();
    }

    /// Whether this is a model that only embeds.
    boolean onlyEmbeds(String id) {
        return embeddingModels.stream().anyMatch(model -> model.id().equals(id));
    }

    /// The same provider with other models.
    public ProviderSpec withModels(List<ModelSpec> changed) {
        return new ProviderSpec(name, dialect, path, rules, acceptAnyKey, accounts, changed, embeddingModels);
    }

    private static void requireDistinct(String provider, String what, List<String> values) {
        if (new HashSet<>(values).size() != values.size()) {
            throw new IllegalArgumentException(provider + ": the same " + what + " twice");
        }
    }

    /// Collects the parts of a provider. Not thread-safe.
    public static final class Builder {
        private final String name;
        private final List<AccountSpec> accounts = new ArrayList<>();
        private final List<ModelSpec> models = new ArrayList<>();
        private final List<ModelSpec> embeddingModels = new ArrayList<>();
        private Dialect dialect;
        private String knownPath = "";
        private QuotaRules rules = QuotaRules.USUAL;
        private boolean acceptAnyKey;

        private Builder(String name) {
            this.name = name;
            this.dialect = Dialect.named(name);
        }

        /// Which wire it speaks, and whose words and headers it uses. Unless it is told, the path follows: `/<name>/v1`
        /// for OpenAI and Anthropic, `/<name>/openai/v1` for Groq, `/<name>/v1beta` for Gemini.
        public Builder dialect(Dialect value) {
            dialect = value;
            return this;
        }

        /// The base path at which it answers.
        public Builder path(String value) {
            knownPath = value;
            return this;
        }

        /// How it counts, beside the limits of its models.
        public Builder rules(QuotaRules value) {
            rules = value;
            return this;
        }

        /// Any key is welcome; one that no account has is an account and an organisation of its own.
        public Builder acceptAnyKey() {
            acceptAnyKey = true;
            return this;
        }

        /// Adds an account with an organisation of its own.
        public Builder account(String account, String key) {
            return account(AccountSpec.of(account, key));
        }

        /// Adds an account.
        public Builder account(AccountSpec account) {
            accounts.add(account);
            return this;
        }

        /// Adds models without limits.
        public Builder models(String... ids) {
            Arrays.stream(ids).map(ModelSpec::of).forEach(models::add);
            return this;
        }

        /// Adds a model.
        public Builder model(ModelSpec model) {
            models.add(model);
            return this;
        }

        /// Adds models without limits that only embed.
        public Builder embeddingModels(String... ids) {
            Arrays.stream(ids).map(ModelSpec::of).forEach(embeddingModels::add);
            return this;
        }

        /// The provider; throws [IllegalArgumentException] naming what is wrong.
        public ProviderSpec build() {
            var path = knownPath.isEmpty() ? "/" + name + dialect.basePath() : knownPath;
            return new ProviderSpec(name, dialect, path, rules, acceptAnyKey, accounts, models, embeddingModels);
        }
    }
}

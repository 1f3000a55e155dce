package dev.sidestep.gateway.config;

import dev.sidestep.config.ConfigDocument;
import dev.sidestep.config.ConfigException;
import dev.sidestep.config.Mistake;
import dev.sidestep.config.Secret;
import dev.sidestep.config.Section;
import dev.sidestep.config.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where credentials are kept that are added while the gateway runs. Immutable.
///
/// @param key with which they are sealed
/// @param knownDirectory where they are kept while the store is a database, or null where nobody
///     told
public record VaultConfig(VaultKey key, @Nullable Path knownDirectory) {
    /// None can be kept.
    public static final VaultConfig NONE = new VaultConfig(new VaultKey.Nowhere(), null);

    private static final String VARIABLE = "SIDESTEP_VAULT_KEY";
    private static final String FILE_VARIABLE = "SIDESTEP_VAULT_KEY_FILE";
    private static final Path USUAL = Path.of("sidestep", "vault.key");

    /// The key itself, where the operator gave it.
    Optional<Secret> secret() {
        return key instanceof VaultKey.Given(var text) ? Optional.of(text) : Optional.empty();
    }

    /// Where they are kept while the store is a database.
    public Optional<Path> directory() {
        return Optional.ofNullable(knownDirectory);
    }

    /// What holds without a file.
    ///
    /// @throws ConfigException where the environment's key is none
    static VaultConfig usual(Environment environment) {
        Optional<Secret> given = environment.variable(VARIABLE).map(Secret::of);
        if (given.isPresent() && given.flatMap(VaultKey::bytes).isEmpty()) {
            throw new ConfigException("environment", List.of(new Mistake(0, 0, VARIABLE, VaultKey.EXPECTED)));
        }
        return new VaultConfig(
                given.<VaultKey>map(VaultKey.Given::new).orElseGet(() -> inFile(environment)),
                new DataDirectory(environment).usual().orElse(null));
    }

    /// What a file configures.
    ///
    /// @param gateway its section, where there is one
    static VaultConfig read(ConfigDocument document, Optional<Section> gateway, Environment environment) {
        DataDirectory directories = new DataDirectory(environment);
        Optional<Path> named = gateway.flatMap(section -> section.value("data-dir"))
                .flatMap(Value::text)
                .flatMap(text -> directories.named(text, document.folder()));
        return new VaultConfig(
                gateway.flatMap(section -> section.value("vault-key"))
                        .flatMap(VaultConfig::given)
                        .or(() -> given(document, environment))
                        .orElseGet(() -> inFile(environment)),
                named.or(directories::usual).orElse(null));
    }

    private static Optional<VaultKey> given(Value value) {
        Optional<Secret> key = value.secret();
        if (key.isPresent() && key.flatMap(VaultKey::bytes).isEmpty()) {
            value.mistake(VaultKey.EXPECTED);
        }
        return key.map(VaultKey.Given::new);
    }

    private static Optional<VaultKey> given(ConfigDocument document, Environment environment) {
        Optional<Secret> key = environment.variable(VARIABLE).map(Secret::of);
        if (key.isPresent() && key.flatMap(VaultKey::bytes).isEmpty()) {
            document.mistake("gateway.vault-key", VARIABLE + ": " + VaultKey.EXPECTED);
        }
        return key.map(VaultKey.Given::new);
    }

    private static VaultKey inFile(Environment environment) {
        return environment
                .pathIn(FILE_VARIABLE)
                .or(() -> folder(environment).map(folder -> folder.resolve(USUAL)))
                .<VaultKey>map(VaultKey.InFile::new)
                .orElseGet(VaultKey.Nowhere::new);
    }

    private static Optional<Path> folder(Environment environment) {
        return environment.pathIn("XDG_CONFIG_HOME").or(() -> environment.home().map(home -> home.resolve(".config")));
    }
}

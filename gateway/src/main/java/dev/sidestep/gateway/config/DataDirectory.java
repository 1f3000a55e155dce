package dev.sidestep.gateway.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Finds the directory of the embedded store.
///
/// @param environment the variables that count
record DataDirectory(Map<String, String> environment) {
    private static final String VARIABLE = "SIDESTEP_DATA_DIR";
    private static final String USUAL = ".sidestep";

    /// That of the environment, else `.sidestep` in the user's home; empty where neither is known.
    Optional<Path> usual() {
        return variable(VARIABLE)
                .flatMap(text -> named(text, Path.of("")))
                .or(() -> home().map(home -> home.resolve(USUAL)));
    }

    /// The directory of a text that may begin with `~/`; empty where it names none.
    ///
    /// @param folder where a relative one begins
    Optional<Path> named(String text, Path folder) {
        if (text.equals("~")) {
            return home();
        }
        return text.startsWith("~/")
                ? home().flatMap(home -> path(text.substring(2)).map(home::resolve))
                : path(text).map(folder::resolve);
    }

    private Optional<Path> home() {
        return variable("HOME").or(() -> variable("USERPROFILE")).flatMap(DataDirectory::path);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }
}

package dev.sidestep.gateway.config;

import java.nio.file.Path;
import java.util.Optional;

/// Finds the directory of the embedded store.
///
/// @param environment the variables that count
record DataDirectory(Environment environment) {
    private static final String VARIABLE = "SIDESTEP_DATA_DIR";
    private static final String USUAL = ".sidestep";

    /// That of the environment, else `.sidestep` in the user's home; empty where neither is known.
    Optional<Path> usual() {
        return environment
                .variable(VARIABLE)
                .flatMap(text -> named(text, Path.of("")))
                .or(() -> environment.home().map(home -> home.resolve(USUAL)));
    }

    /// The directory of a text that may begin with `~/`; empty where it names none.
    ///
    /// @param folder where a relative one begins
    Optional<Path> named(String text, Path folder) {
        if (text.equals("~")) {
            return environment.home();
        }
        return text.startsWith("~/")
                ? environment
                        .home()
                        .flatMap(home -> Environment.path(text.substring(2)).map(home::resolve))
                : Environment.path(text).map(folder::resolve);
    }
}

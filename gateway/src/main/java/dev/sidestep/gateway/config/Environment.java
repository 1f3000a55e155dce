package dev.sidestep.gateway.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The variables that a process was started with, and the paths in them.
record Environment(Map<String, String> variables) {
    /// A variable that is set, and not blank.
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /// A variable that holds a path.
    Optional<Path> pathIn(String name) {
        return variable(name).flatMap(Environment::path);
    }

    /// The user's home; empty where nobody tells it.
    Optional<Path> home() {
        return variable("HOME").or(() -> variable("USERPROFILE")).flatMap(Environment::path);
    }

    /// The path of a text; empty where it is none.
    static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }
}

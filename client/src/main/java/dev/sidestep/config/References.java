package dev.sidestep.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Resolves `${NAME}`, `${env:NAME}` and `${file:/path}` where a secret may stand. Not thread-safe.
final class References {
    /// A key has some hundred bytes; what is longer is the wrong file.
    private static final int MAX_SECRET_FILE_BYTES = 16 * 1024;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> environment;
    private final Path directory;
    private final Report report;

    /// @param directory where relative paths begin: that of the configuration file
    References(Map<String, String> environment, Path directory, Report report) {
        this.environment = Map.copyOf(environment);
        this.directory = directory;
        this.report = report;
    }

    static boolean occursIn(String text) {
        return text.contains("${");
    }

    Map<String, String> environment() {
        return environment;
    }

    /// The secret of a text with references; empty after a mistake, which is reported at `path`.
    Optional<Secret> expand(String path, String text) {
        return expand(path, text, UnaryOperator.identity());
    }

    /// The same.
    ///
    /// @param written how what a reference stands for is written into the text
    Optional<Secret> expand(String path, String text, UnaryOperator<String> written) {
        StringBuilder expanded = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            Optional<String> value = resolve(path, matcher.group(1));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(written.apply(value.get())));
        }
        return secret(path, matcher.appendTail(expanded).toString());
    }

    /// The secret that a file holds; empty after a mistake, which is reported at `path`.
    Optional<Secret> file(String path, String file) {
        return content(path, file).flatMap(text -> secret(path, text));
    }

    private Optional<String> resolve(String path, String reference) {
        if (reference.startsWith("file:")) {
            return content(path, reference.substring("file:".length()));
        }
        String name = reference.startsWith("env:") ? reference.substring("env:".length()) : reference;
        if (!NAME.matcher(name).matches()) {
            report.mistake(path, "expected a reference such as ${NAME}, ${env:NAME} or ${file:/path}");
            return Optional.empty();
        }
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            report.mistake(path, "environment variable " + name + " is not set");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    private Optional<String> content(String path, String name) {
        try {
            Path file = directory.resolve(name);
            String text = TextFile.read(file, MAX_SECRET_FILE_BYTES).strip();
            warnOfOtherReaders(path, file);
            return Optional.of(text);
        } catch (IOException | InvalidPathException failure) {
            report.mistake(path, "cannot read the file " + Closest.quoted(name) + ": " + failure.getMessage());
            return Optional.empty();
        }
    }

    private void warnOfOtherReaders(String path, Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            report.warning(path, "file " + file + " can be read by every user of this machine (chmod 600 it)");
        }
    }

    private Optional<Secret> secret(String path, String text) {
        try {
            return Optional.of(Secret.of(text));
        } catch (IllegalArgumentException malformed) {
            report.mistake(path, String.valueOf(malformed.getMessage()));
            return Optional.empty();
        }
    }
}

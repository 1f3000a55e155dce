package dev.sidestep.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration that cannot be used. Its message has one line per mistake.
public final class ConfigException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    /// An exception for these mistakes of one source.
    ///
    /// @param source the file's name, or what else was read
    /// @param mistakes in the order of the file, at least one
    public ConfigException(String source, List<Mistake> mistakes) {
        super(mistakes.stream().map(mistake -> mistake.in(source)).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /// The mistakes, one per line, each with its place.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /// All mistakes, in the order of the file.
    public List<Mistake> mistakes() {
        return mistakes;
    }
}

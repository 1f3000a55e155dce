package dev.sidestep.wire.gemini;

import java.util.regex.Pattern;

/// The names of functions, which must start with a letter or an underscore here and need not elsewhere. What is written
/// is read back to the very name without any memory.
final class FunctionNames {
    private static final String MARK = "_x_";
    private static final Pattern NEEDS_MARK = Pattern.compile("(?s)(?:[^A-Za-z_].*|_x_.*)");

    private FunctionNames() {}

    /// A name as Gemini takes it.
    static String written(String name) {
        return NEEDS_MARK.matcher(name).matches() ? MARK + name : name;
    }

    /// A name as the client knows it.
    static String read(String name) {
        return name.startsWith(MARK) ? name.substring(MARK.length()) : name;
    }
}

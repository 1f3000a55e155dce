package dev.sidestep.gateway.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// What a command sees of the world: where it writes, the environment, and the folder it was
/// started in. Thread-safe, as its writers are.
///
/// @param out what was asked for
/// @param err what is told beside it
/// @param coloured whether colours are wanted
/// @param environment variables by name
/// @param folder where files are looked for
/// @param stop opens when a command that runs until it is told to end should end
record Terminal(
        PrintWriter out,
        PrintWriter err,
        boolean coloured,
        Map<String, String> environment,
        Path folder,
        CountDownLatch stop) {
    private static final int USUAL_COLUMNS = 80;
    /// On anything narrower, nothing can be read.
    private static final int LEAST_COLUMNS = 30;

    private static final int USUAL_ROWS = 24;
    private static final int LEAST_ROWS = 8;

    /// The process's own.
    static Terminal ofProcess(CountDownLatch stop) {
        return new Terminal(
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                isColoured(
                        System.getenv(),
                        System.console() != null && System.console().isTerminal()),
                System.getenv(),
                Path.of(""),
                stop);
    }

    /// Colours only where a person reads, unless told otherwise: see <https://no-color.org>.
    static boolean isColoured(Map<String, String> environment, boolean isTerminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        if (!environment.getOrDefault("CLICOLOR_FORCE", "").isEmpty()) {
            return true;
        }
        return isTerminal && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /// How many cells a line has, where the launcher could find out.
    int columns() {
        String told = environment.getOrDefault("COLUMNS", "");
        return told.matches("\\d{1,4}") ? Math.max(LEAST_COLUMNS, Integer.parseInt(told)) : USUAL_COLUMNS;
    }

    /// How many lines it has, where the launcher could find out.
    int rows() {
        String told = environment.getOrDefault("LINES", "");
        return told.matches("\\d{1,4}") ? Math.max(LEAST_ROWS, Integer.parseInt(told)) : USUAL_ROWS;
    }

    /// True where a person looks at a screen that can be drawn on again and again.
    boolean isScreen() {
        return System.console() != null
                && System.console().isTerminal()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /// The text in its colour, where colours are wanted.
    String paint(Paint paint, String text) {
        return coloured ? paint.over(text) : text;
    }

    /// Prints a line of what was asked for.
    void print(String line) {
        out.println(line);
    }

    /// Prints a line beside it.
    void tell(String line) {
        err.println(line);
    }
}

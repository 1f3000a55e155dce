package dev.sidestep.gateway.log;

import java.io.PrintWriter;
import java.io.Serial;
import java.io.StringWriter;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/// One logger. Thread-safe.
final class ConsoleLogger extends LegacyAbstractLogger {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private final transient ConsoleLoggers loggers;

    ConsoleLogger(String name, ConsoleLoggers loggers) {
        this.name = name;
        this.loggers = loggers;
    }

    @Override
    public boolean isTraceEnabled() {
        return loggers.isEnabled(name, Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return loggers.isEnabled(name, Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return loggers.isEnabled(name, Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return loggers.isEnabled(name, Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return loggers.isEnabled(name, Level.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        String text = MessageFormatter.basicArrayFormat(pattern, arguments);
        loggers.write(line(level, text) + (thrown == null ? "" : "\n" + trace(thrown)));
    }

    /// `2026-11-21 16:20:00.000 WARN   ⚠️ …`; one line, whatever the text contains.
    private static String line(Level level, String text) {
        return TIME.format(LocalDateTime.now()) + " " + padded(level)
                + text.replace('\n', ' ').replace('\r', ' ');
    }

    private static String padded(Level level) {
        return level.name() + " ".repeat(7 - level.name().length());
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString().stripTrailing();
    }
}

package dev.sidestep.gateway.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// The loggers, and from which level on they write. Thread-safe.
public final class ConsoleLoggers implements ILoggerFactory {
    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private final LogWriter writer;
    private volatile Level level = Level.INFO;
    private volatile boolean isMute;

    ConsoleLoggers(LogWriter writer) {
        this.writer = writer;
    }

    /// Sets the level of Sidestep's own loggers. Those of the libraries below write warnings and
    /// errors, and with `TRACE` everything.
    public void level(Level least) {
        level = least;
    }

    void mute(boolean value) {
        isMute = value;
    }

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(name, each -> new ConsoleLogger(each, this));
    }

    boolean isEnabled(String name, Level asked) {
        if (isMute) {
            return false;
        }
        Level least = isOwn(name) || level == Level.TRACE || level == Level.ERROR ? level : Level.WARN;
        return asked.toInt() >= least.toInt();
    }

    void write(String line) {
        writer.write(line);
    }

    private static boolean isOwn(String name) {
        return name.startsWith("sidestep") || name.startsWith("dev.sidestep");
    }
}

package dev.sidestep.gateway.log;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Makes the gateway's process log to its standard error stream. Found by SLF4J; the library alone
/// logs to whatever its application brings.
public final class ConsoleLog implements SLF4JServiceProvider {
    private static final int BUFFER_BYTES = 1 << 16; // so that a burst of lines is one write

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter contexts = new BasicMDCAdapter();
    private final LogWriter writer = new LogWriter(standardError());
    private final ConsoleLoggers loggers = new ConsoleLoggers(writer);

    /// Sets the level of the process's log; does nothing where another logger is in use.
    public static void level(Level least) {
        if (LoggerFactory.getILoggerFactory() instanceof ConsoleLoggers own) {
            own.level(least);
        }
    }

    /// Silences the process's log until it is closed: for a command that tells by itself what happens.
    public static Silence silence() {
        mute(true);
        return () -> mute(false);
    }

    private static void mute(boolean value) {
        if (LoggerFactory.getILoggerFactory() instanceof ConsoleLoggers own) {
            own.mute(value);
        }
    }

    /// The log writes nothing until this is closed.
    @FunctionalInterface
    public interface Silence extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void initialize() {
        writer.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    private static PrintStream standardError() {
        var bytes = new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), BUFFER_BYTES);
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }
}

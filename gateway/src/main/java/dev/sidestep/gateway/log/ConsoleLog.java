package dev.sidestep.gateway.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterReply;
import dev.sidestep.config.Secret;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/// Makes the gateway's process log to its standard error stream. Found by Logback, and in code
/// instead of XML, which would cost a tenth of a second at each start. The library alone logs to
/// whatever its application brings.
public final class ConsoleLog extends ContextAwareBase implements Configurator {
    /// Lines that may wait for a slow terminal; some seconds of a busy gateway. What comes then is
    /// dropped, since no event loop may wait for a log.
    private static final int MOST_WAITING_LINES = 8_192;
    private static final String ENCODER = LineEncoder.class.getName();

    private static final List<String> OWN = List.of("sidestep", "dev.sidestep");

    /// Sets the level of Sidestep's own loggers; does nothing where another logger is in use. Those
    /// of the libraries below are heard from warnings on.
    public static void level(org.slf4j.event.Level least) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            level(context, Level.convertAnSLF4JLevel(least));
        }
    }

    /// Sets how lines are written; does nothing where another logger is in use.
    public static void format(LogFormat format) {
        encoder(LoggerFactory.getILoggerFactory()).ifPresent(encoder -> encoder.format(format));
    }

    /// Keeps these out of every line from now on; does nothing where another logger is in use.
    public static void conceal(Collection<Secret> secrets) {
        encoder(LoggerFactory.getILoggerFactory())
                .ifPresent(encoder -> encoder.redaction().conceal(secrets));
    }

    static Optional<LineEncoder> encoder(ILoggerFactory loggers) {
        return loggers instanceof LoggerContext context && context.getObject(ENCODER) instanceof LineEncoder encoder
                ? Optional.of(encoder)
                : Optional.empty();
    }

    /// Silences the process's log until it is closed: for a command that tells by itself what happens.
    public static Silence silence() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return () -> {};
        }
        DenyAll filter = new DenyAll();
        context.addTurboFilter(filter);
        return () -> context.getTurboFilterList().remove(filter);
    }

    /// The log writes nothing until this is closed.
    @FunctionalInterface
    public interface Silence extends AutoCloseable {
        @Override
        void close();
    }

    private static final class DenyAll extends TurboFilter {
        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                ch.qos.logback.classic.Logger logger,
                Level asked,
                @Nullable String format,
                Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            return FilterReply.DENY;
        }
    }

    private static void level(LoggerContext context, Level least) {
        OWN.forEach(name -> context.getLogger(name).setLevel(least));
        Level others = least.isGreaterOrEqual(Level.ERROR) ? Level.ERROR : Level.WARN;
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(others);
    }

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        JavaLog.adopt();
        configure(loggers, new FileOutputStream(FileDescriptor.err));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(loggers::stop));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void configure(LoggerContext loggers, OutputStream out) {
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(loggers);
        encoder.start();
        loggers.putObject(ENCODER, encoder);
        OutputStreamAppender<ILoggingEvent> lines = new OutputStreamAppender<>();
        lines.setContext(loggers);
        lines.setEncoder(encoder);
        lines.setOutputStream(out);
        lines.start();
        AsyncAppender beside = new AsyncAppender();
        beside.setContext(loggers);
        beside.setQueueSize(MOST_WAITING_LINES);
        beside.setDiscardingThreshold(0);
        beside.setNeverBlock(true);
        beside.addAppender(lines);
        beside.start();
        loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(beside);
        level(loggers, Level.INFO);
    }
}

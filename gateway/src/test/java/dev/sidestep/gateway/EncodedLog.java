package dev.sidestep.gateway;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import dev.sidestep.gateway.log.ConsoleLog;
import dev.sidestep.gateway.log.LogFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// The log of this process while it is open, as it is written: each line in both formats.
final class EncodedLog implements AutoCloseable {
    private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @SuppressWarnings("unchecked")
    private final Encoder<ILoggingEvent> encoder =
            (Encoder<ILoggingEvent>) loggers.getObject("dev.sidestep.gateway.log.LineEncoder");

    private final AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            for (LogFormat format : LogFormat.values()) {
                ConsoleLog.format(format);
                lines.add(new String(encoder.encode(line), StandardCharsets.UTF_8));
            }
        }
    };

    EncodedLog() {
        ear.setContext(loggers);
        ear.start();
        root.addAppender(ear);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        root.detachAppender(ear);
        ear.stop();
        ConsoleLog.format(LogFormat.TEXT);
    }
}

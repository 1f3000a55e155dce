package dev.sidestep.gateway;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// Every line that this process logs while it is open, with the failure that belongs to it.
final class HeardLog implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            lines.add(line.getLoggerName() + " " + line.getLevel() + " " + line.getFormattedMessage()
                    + ThrowableProxyUtil.asString(line.getThrowableProxy()));
        }
    };

    HeardLog() {
        ear.setContext(root.getLoggerContext());
        ear.start();
        root.addAppender(ear);
    }

    /// Everything.
    List<String> lines() {
        return List.copyOf(lines);
    }

    /// What the store says to an operator.
    ///
    /// @param level such as `WARN`
    List<String> ofStore(String level) {
        return lines.stream()
                .filter(line -> line.startsWith("sidestep.store " + level))
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(ear);
        ear.stop();
    }
}

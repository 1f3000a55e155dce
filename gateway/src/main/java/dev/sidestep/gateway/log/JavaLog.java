package dev.sidestep.gateway.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Brings what libraries tell Java's own log into ours, so that no line leaves the process past the [Redaction].
/// Java makes one when somebody first uses its log; nobody may, and then it costs nothing.
public final class JavaLog {
    private static final String PROPERTY = "java.util.logging.config.class";

    /// Configures Java's log; called by Java itself.
    public JavaLog() throws IOException {
        String configuration = "handlers = " + Bridge.class.getName() + "\n.level = WARNING\n";
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
    }

    /// Has Java's log configured so when it is first used, unless somebody configured it otherwise.
    static void adopt() {
        if (System.getProperty(PROPERTY) == null && System.getProperty("java.util.logging.config.file") == null) {
            System.setProperty(PROPERTY, JavaLog.class.getName());
        }
    }

    /// Takes each record to our log. Made by Java itself.
    public static final class Bridge extends Handler {
        private final SimpleFormatter texts = new SimpleFormatter();

        @Override
        public void publish(LogRecord told) {
            String logger = told.getLoggerName();
            LoggerFactory.getLogger(logger == null ? "java" : logger)
                    .atLevel(level(told.getLevel().intValue()))
                    .setCause(told.getThrown())
                    .log("{}", texts.formatMessage(told));
        }

        private static Level level(int told) {
            if (told >= java.util.logging.Level.SEVERE.intValue()) {
                return Level.ERROR;
            }
            if (told >= java.util.logging.Level.WARNING.intValue()) {
                return Level.WARN;
            }
            return told >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

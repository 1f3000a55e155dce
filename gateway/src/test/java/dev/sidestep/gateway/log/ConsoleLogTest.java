package dev.sidestep.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class ConsoleLogTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LoggerContext loggers = new LoggerContext();

    @BeforeEach
    void configure() {
        loggers.setMDCAdapter(new LogbackMDCAdapter());
        ConsoleLog.configure(loggers, bytes);
    }

    @Test
    void lineHasTimeLevelAndTextAsItIs() {
        loggers.getLogger("sidestep").warn("⚠️ Rate limit hit on {}", "groq/gemma-7b-it");

        assertThat(written())
                .matches("\\d{4}-\\d\\d-\\d\\d [0-9:.]{12} WARN   ⚠️ Rate limit hit on groq/gemma-7b-it\\R");
    }

    @Test
    void textWithLineBreaksStaysOneLine() {
        loggers.getLogger("sidestep").info("first\nINFO   forged");

        assertThat(written().lines()).hasSize(1);
    }

    @Test
    void librariesAreHeardFromWarningsOn() {
        loggers.getLogger("io.netty.channel").info("chatter");
        loggers.getLogger("io.netty.channel").warn("trouble");

        assertThat(written()).doesNotContain("chatter").contains("trouble");
    }

    @Test
    void traceOfAnErrorFollowsItsLine() {
        loggers.getLogger("sidestep").error("failed", new IllegalStateException("why"));

        assertThat(written()).contains("ERROR  failed").contains("IllegalStateException: why");
    }

    @Test
    void theProcessLogsThroughIt() {
        assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(LoggerContext.class);
        ConsoleLog.level(Level.DEBUG);

        assertThat(LoggerFactory.getLogger("sidestep").isDebugEnabled()).isTrue();
        ConsoleLog.level(Level.INFO);
        assertThat(LoggerFactory.getLogger("sidestep").isDebugEnabled()).isFalse();
    }

    @Test
    void silenceEndsWhenItIsClosed() {
        var logger = LoggerFactory.getLogger("sidestep");
        boolean whileSilent;
        try (var _ = ConsoleLog.silence()) {
            whileSilent = logger.isErrorEnabled();
        }

        assertThat(whileSilent).isFalse();
        assertThat(logger.isErrorEnabled()).isTrue();
    }

    private String written() {
        loggers.stop();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

package dev.sidestep.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class ConsoleLogTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LogWriter writer = new LogWriter(new PrintStream(bytes, false, StandardCharsets.UTF_8));
    private final ConsoleLoggers loggers = new ConsoleLoggers(writer);

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
    void debugLinesComeOnlyWhenAskedFor() {
        loggers.getLogger("sidestep").debug("before");
        loggers.level(Level.DEBUG);
        loggers.getLogger("sidestep").debug("after");

        assertThat(written()).doesNotContain("before").contains("DEBUG  after");
    }

    @Test
    void silenceEndsWhenItIsClosed() {
        loggers.mute(true);
        loggers.getLogger("sidestep").error("muted");
        loggers.mute(false);
        loggers.getLogger("sidestep").info("loud");

        assertThat(written()).doesNotContain("muted").contains("loud");
    }

    @Test
    void whatComesTooFastIsCountedAndDropped() {
        for (int i = 0; i < LogWriter.MAX_WAITING_LINES + 3; i++) {
            writer.write("line");
        }

        assertThat(written().lines())
                .hasSize(LogWriter.MAX_WAITING_LINES + 1)
                .last()
                .asString()
                .contains("3 log lines");
    }

    @Test
    void traceOfAnErrorFollowsItsLine() {
        loggers.getLogger("sidestep").error("failed", new IllegalStateException("why"));

        assertThat(written()).contains("ERROR  failed").contains("IllegalStateException: why");
    }

    private String written() {
        writer.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

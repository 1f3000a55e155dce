package dev.sidestep.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.config.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LineEncoderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LoggerContext loggers = new LoggerContext();
    private final Logger log = loggers.getLogger("sidestep");

    @BeforeEach
    void configure() {
        loggers.setMDCAdapter(new LogbackMDCAdapter());
        ConsoleLog.configure(loggers, bytes);
    }

    private LineEncoder encoder() {
        return ConsoleLog.encoder(loggers).orElseThrow();
    }

    private String written() {
        loggers.stop();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() throws IOException {
        assertThat(written().lines()).hasSize(1);
        return JSON.readTree(written());
    }

    @Test
    void callStandsBehindTheText() {
        log.atWarn()
                .addKeyValue("call", "call-1")
                .addKeyValue("client_request", "mine")
                .log("⚠️ Rate limit hit");

        assertThat(written()).matches("\\S+ \\S+ WARN   ⚠️ Rate limit hit call=call-1 client_request=mine\\R");
    }

    @Test
    void callThatTheTextNamesIsNotNamedAgain() {
        log.atInfo().addKeyValue("call", "call-1").log("waiting call=call-1 ms=5");

        assertThat(written()).endsWith("waiting call=call-1 ms=5" + System.lineSeparator());
    }

    @Test
    void jsonLineHoldsTheFacts() throws IOException {
        encoder().format(LogFormat.JSON);
        log.atInfo().addKeyValue("call", "call-1").log("listening url={} accounts={} of {}", "http://x", 3, "y");

        assertThat(json().path("message").asText()).isEqualTo("listening url=http://x accounts=3 of y");
        assertThat(json().path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z");
        assertThat(json().path("level").asText()).isEqualTo("INFO");
        assertThat(json().path("logger").asText()).isEqualTo("sidestep");
        assertThat(json().path("call").asText()).isEqualTo("call-1");
        assertThat(json().path("url").asText()).isEqualTo("http://x");
        assertThat(json().path("accounts").asText()).isEqualTo("3");
    }

    @Test
    void nobodyForgesAFieldOfAJsonLine() throws IOException {
        encoder().format(LogFormat.JSON);
        log.atInfo()
                .addKeyValue("call", "call-1")
                .log("detail=\"{}\" call={}", "x\" call=forged\n{\"level\":1}", "forged");

        assertThat(json().path("call").asText()).isEqualTo("call-1");
        assertThat(json().path("level").asText()).isEqualTo("INFO");
    }

    @Test
    void jsonLineHoldsTheException() throws IOException {
        encoder().format(LogFormat.JSON);
        log.error("failed", new IllegalStateException("why"));

        assertThat(json().path("exception").asText()).contains("IllegalStateException: why", "LineEncoderTest");
    }

    @Test
    void longTextsAreCut() throws IOException {
        encoder().format(LogFormat.JSON);
        log.info("x".repeat(1_000_000));

        assertThat(json().path("message").asText()).hasSizeLessThan(17_000).endsWith("…");
    }

    @Test
    void secretsAreInNoPartOfALine() {
        encoder().redaction().conceal(List.of(Secret.of("say \"canary\" loudly")));
        String secret = "say \"canary\" loudly";
        for (LogFormat format : LogFormat.values()) {
            encoder().format(format);
            log.atInfo()
                    .addKeyValue("call", secret)
                    .setCause(new IllegalStateException(secret))
                    .log("url={}", secret);
        }

        assertThat(written()).doesNotContain("canary").contains("***");
    }

    @Test
    void secretAtTheCutIsNotShownInPart() {
        encoder().redaction().conceal(List.of(Secret.of("canary-of-the-test")));
        log.info("x".repeat(16 * 1024 - 8) + "canary-of-the-test");

        assertThat(written()).doesNotContain("canary");
    }

    @Test
    void whatLibrariesTellJavasLogComesHere() {
        try (var heard = new Heard()) {
            LogRecord told = new LogRecord(Level.WARNING, "trouble with {0}");
            told.setLoggerName("some.library");
            told.setParameters(new Object[] {"x"});
            new JavaLog.Bridge().publish(told);

            assertThat(heard.lines()).contains("some.library WARN trouble with x");
        }
    }

    /// What the process logs while it is open.
    private static final class Heard implements AutoCloseable {
        private final ch.qos.logback.classic.Logger root =
                (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        private final ch.qos.logback.core.read.ListAppender<ch.qos.logback.classic.spi.ILoggingEvent> ear =
                new ch.qos.logback.core.read.ListAppender<>();

        private Heard() {
            ear.setContext(root.getLoggerContext());
            ear.start();
            root.addAppender(ear);
        }

        private List<String> lines() {
            return ear.list.stream()
                    .map(line -> line.getLoggerName() + " " + line.getLevel() + " " + line.getFormattedMessage())
                    .toList();
        }

        @Override
        public void close() {
            root.detachAppender(ear);
        }
    }
}

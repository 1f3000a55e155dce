package dev.sidestep.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sidestep.store.Retention;
import dev.sidestep.store.Store;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.ledger.CallQuery;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A server of PostgreSQL that goes away and comes back.
class PostgresFaultsTest {
    private static final CallQuery NEWEST = new CallQuery("", "", "", "", "", 10);
    private static final String PASSWORD = "correct-horse-battery";

    private final Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        log.setLevel(Level.DEBUG);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void restore() {
        log.detachAppender(lines);
        log.setLevel(Level.WARN);
    }

    private EmbeddedPostgres server(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false);
        return port == 0 ? builder.start() : builder.setPort(port).start();
    }

    private static Store open(int port) {
        return SqlStore.open(
                new StorePlace.Postgres("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", PASSWORD),
                Retention.STANDARD,
                new Wall());
    }

    private List<String> said(Level level) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getLoggerName().equals("sidestep.store") && line.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void serverThatStopsIsToldOnceAndWhatWaitedIsWrittenWhenItIsBack() throws Exception {
        EmbeddedPostgres server = server(0);
        int port = server.getPort();
        try (Store store = open(port)) {
            store.record(Samples.call(1, "answered"));
            assertThat(store.flush(Duration.ofSeconds(30))).isTrue();
            server.close();
            store.record(Samples.call(2, "answered"));
            Await.until("trouble", () -> !store.status().isWell());
            store.record(Samples.call(3, "answered"));
            assertThat(store.flush(Duration.ofMillis(600))).isFalse();
            assertThat(store.status().queued()).isEqualTo(2);
            try (EmbeddedPostgres _ = server(port)) {
                assertThat(store.flush(Duration.ofSeconds(30))).isTrue();
                assertThat(store.calls(NEWEST)).hasSize(3);
                Await.until("well", () -> store.status().isWell());
            }
        }
        assertThat(said(Level.WARN)).hasSize(1);
        assertThat(said(Level.INFO)).hasSize(1);
    }

    @Test
    void passwordIsNeverShown() {
        StorePlace.Postgres place =
                new StorePlace.Postgres("jdbc:postgresql://localhost:1/x?password=" + PASSWORD, "me", PASSWORD);
        StorePlace.Postgres odd = new StorePlace.Postgres("jdbc:nothing?password=" + PASSWORD, "me", PASSWORD);
        for (StorePlace.Postgres each : List.of(place, odd)) {
            try (Store store = SqlStore.open(each, Retention.STANDARD, new Wall())) {
                Await.until("trouble", () -> !store.status().isWell());
                assertThat(store.status().trouble()).isNotEmpty().doesNotContain(PASSWORD);
            }
            assertThat(each.toString()).doesNotContain(PASSWORD);
        }
        assertThat(List.copyOf(lines.list)).isNotEmpty().noneMatch(this::tellsThePassword);
    }

    private boolean tellsThePassword(ILoggingEvent line) {
        String cause = line.getThrowableProxy() == null
                ? ""
                : String.valueOf(line.getThrowableProxy().getMessage());
        return (line.getFormattedMessage() + cause).contains(PASSWORD);
    }
}

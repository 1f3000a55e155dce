package dev.sidestep.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.store.DirectoryInUseException;
import dev.sidestep.store.Retention;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.ledger.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store in a file of SQLite.
class SqliteStoreTest extends StoreContract {
    @TempDir
    private Path folder;

    private Path directory() {
        return folder.resolve("state");
    }

    @Override
    SqlStore open() {
        return open(Retention.STANDARD);
    }

    private SqlStore open(Retention retention) {
        return SqlStore.openEmbedded(new StorePlace.Embedded(directory()), retention, wall, List::of);
    }

    /// The lock on the directory tells that nobody is there any more.
    @Override
    void bury() {}

    @Test
    void nobodyElseMayReadTheFiles() throws IOException {
        store.record(Samples.call(1, "answered"));
        written();

        assertThat(permissions(directory())).isEqualTo("rwx------");
        for (String name : List.of("sidestep.db", "sidestep.db-wal", "sidestep.lock")) {
            assertThat(permissions(directory().resolve(name))).as(name).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void secondStoreInTheSameDirectoryIsRefused() {
        assertThatThrownBy(this::open)
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid())
                .hasMessageContaining(directory().toString())
                .hasMessageContaining("gateway.data-dir");
        store.record(Samples.call(1, "answered"));
        written();
    }

    @Test
    void oldestCallsGoWhereTheFileBecomesTooLarge() {
        store.close();
        store = open(new Retention(Duration.ofDays(30), 2_000_000));
        String text = "x".repeat(5_000);
        for (int i = 0; i < 2_000; i++) {
            store.record(Samples.call(i, "answered"));
            store.record(new Content(Samples.id(i), text, text));
        }
        written();
        wall.move(Duration.ofMinutes(11));
        written();

        Await.until("small", () -> size() <= 2_000_000);
        assertThat(total().calls()).isEqualTo(2_000);
        assertThat(store.call(Samples.id(0))).isEmpty();
    }

    private long size() {
        written();
        try (var connection = SqliteConnections.reading(directory().resolve("sidestep.db"));
                var statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA page_count")) {
            return row.next() ? row.getLong(1) * 4096 : 0;
        } catch (java.sql.SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void lockedFileIsTroubleThatPasses() throws Exception {
        written();
        try (var other = java.sql.DriverManager.getConnection(
                        "jdbc:sqlite:" + directory().resolve("sidestep.db"));
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            store.record(Samples.call(1, "answered"));
            Await.until("trouble", () -> !store.status().isWell());
            assertThat(store.status().trouble()).contains("another process has locked it");
            assertThat(store.status().queued()).isEqualTo(1);
            statement.execute("ROLLBACK");
        }

        Await.until("well", () -> store.status().isWell());
        written();
        assertThat(ids(NEWEST)).containsExactly(Samples.id(1));
    }

    @Test
    void manyRowsAreWrittenOnceEachHoweverTheyAreCut() {
        IntStream.range(0, 30_000).forEach(i -> store.record(Samples.attempt(i, 1, "succeeded")));
        written();

        assertThat(total().attempts()).isEqualTo(30_000);
    }
}

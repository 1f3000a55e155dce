package dev.sidestep.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file that is put aside has nobody left who reads it, or begins to: SQLite would cut what they have mapped.
class LettingGoTest {
    @TempDir
    private Path folder;

    private Path database;

    @BeforeEach
    void writeAFile() throws SQLException {
        database = folder.resolve("sidestep.db");
        try (Connection connection = SqliteConnections.writing(database, List.of("PRAGMA journal_mode = WAL"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE numbers AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                    + " WHERE i < 200000) SELECT i FROM n");
        }
    }

    @Test
    void whoLooksThroughTheFileHasLetGoOfItWhenItIsClosed() {
        for (int i = 0; i < 20; i++) {
            Integrity.begin(database, _ -> {}).close();

            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("sidestep-store-integrity");
        }
    }

    @Test
    void closingWaitsForWhoReads() throws InterruptedException {
        SqliteReaders readers = new SqliteReaders(database);
        readers.open();
        CountDownLatch isReading = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread reader = Thread.startVirtualThread(() -> read(readers, isReading, mayEnd));
        isReading.await();

        Thread closing = Thread.startVirtualThread(readers::close);
        assertThat(closing.join(Duration.ofMillis(50))).isFalse();
        mayEnd.countDown();
        closing.join();

        reader.join();
        assertThatThrownBy(() -> readers.read(_ -> "nothing")).hasMessageContaining("not open");
    }

    private static void read(SqliteReaders readers, CountDownLatch isReading, CountDownLatch mayEnd) {
        try {
            readers.read(_ -> {
                isReading.countDown();
                await(mayEnd);
                return "read";
            });
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}

package dev.sidestep.store.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sqlite.ProgressHandler;

/// Connections that only read: they see what was last committed, and hold up nobody who writes.
/// Thread-safe.
final class SqliteReaders implements AutoCloseable {
    private static final int MOST = 2;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// So many steps of SQLite's machine are done between two looks at the time.
    private static final int STEPS = 20_000;

    private final Path database;
    private final Semaphore permits = new Semaphore(MOST, true);
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean isOpen;

    SqliteReaders(Path database) {
        this.database = database;
    }

    /// Stops whatever the connection does as soon as it takes too long.
    static void limit(Connection connection, long nanos) throws SQLException {
        long end = System.nanoTime() + nanos;
        ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - end > 0 ? 1 : 0;
            }
        });
    }

    <T> T read(Database.Query<T> query) throws SQLException {
        awaitPermit();
        try {
            if (!isOpen) {
                throw new SQLException("the file is not open just now");
            }
            return ask(query);
        } finally {
            permits.release();
        }
    }

    private void awaitPermit() throws SQLException {
        try {
            if (!permits.tryAcquire(LIMIT_NANOS, TimeUnit.NANOSECONDS)) {
                throw new SQLTimeoutException("too much is being read at the same time");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLTimeoutException("interrupted", interrupted);
        }
    }

    private <T> T ask(Database.Query<T> query) throws SQLException {
        int now = generation.get();
        Connection connection = idle.poll();
        if (connection == null) {
            connection = SqliteConnections.reading(database);
        }
        boolean isReusable = false;
        try {
            limit(connection, LIMIT_NANOS);
            T answer = query.ask(connection);
            isReusable = now == generation.get();
            return answer;
        } finally {
            giveBack(connection, isReusable);
        }
    }

    private void giveBack(Connection connection, boolean isReusable) throws SQLException {
        if (isReusable) {
            idle.add(connection);
        } else {
            connection.close();
        }
    }

    /// Counts the files: what was read of an earlier one says nothing of this one.
    int generation() {
        return generation.get();
    }

    /// The file may be read from now on.
    void open() {
        isOpen = true;
    }

    /// Lets go of the file, once those who read it have what they asked for: nobody opens it while it is moved.
    @Override
    public void close() {
        isOpen = false;
        generation.incrementAndGet();
        boolean isAlone = awaitReaders();
        closeIdle();
        if (isAlone) {
            permits.release(MOST);
        }
    }

    private boolean awaitReaders() {
        try {
            return permits.tryAcquire(MOST, LIMIT_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void closeIdle() {
        for (Connection next = idle.poll(); next != null; next = idle.poll()) {
            closeQuietly(next);
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException closed) {
            // nothing was written on it
        }
    }
}

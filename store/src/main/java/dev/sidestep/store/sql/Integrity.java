package dev.sidestep.store.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;

/// Looks once through the whole file, beside the work, for pages that cannot be what was written.
final class Integrity implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("sidestep.store");

    /// It stops after some thousand steps of SQLite's machine; a disk may be slow with the page that it waits for.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path database;
    private final Consumer<String> doubt;
    private final Thread thread = new Thread(this, "sidestep-store-integrity");
    private volatile boolean isClosed;

    /// @param doubt is told what is wrong
    private Integrity(Path database, Consumer<String> doubt) {
        this.database = database;
        this.doubt = doubt;
    }

    static Integrity begin(Path database, Consumer<String> doubt) {
        Integrity begun = new Integrity(database, doubt);
        begun.thread.setDaemon(true);
        begun.thread.setPriority(Thread.MIN_PRIORITY);
        begun.thread.start();
        return begun;
    }

    @Override
    public void run() {
        try (Connection connection = SqliteConnections.reading(database);
                Statement statement = connection.createStatement()) {
            stopWhenClosed(connection);
            if (isClosed) {
                return;
            }
            try (ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
                String finding = rows.next() ? rows.getString(1) : "ok";
                if (!finding.equals("ok")) {
                    tell(finding);
                }
            }
        } catch (SQLException failure) {
            if (SqliteFailures.isUntrusted(failure)) {
                tell(Failures.message(failure));
            } else {
                LOG.debug("the file was not looked through", failure);
            }
        }
    }

    private void stopWhenClosed(Connection connection) throws SQLException {
        ProgressHandler.setHandler(connection, 100_000, new ProgressHandler() {
            @Override
            protected int progress() {
                return isClosed ? 1 : 0;
            }
        });
    }

    private void tell(String finding) {
        if (!isClosed) {
            doubt.accept(finding);
        }
    }

    /// Stops looking, says nothing more, and returns when the file is let go of. Not to be called by
    /// whoever is told of a doubt.
    ///
    /// A file that is moved while somebody still opens it would get a second index of its log, at the
    /// name that belongs to the next file. SQLite cuts an index that it takes for an old one; who has
    /// mapped it dies of that, and the whole process with it.
    @Override
    public void close() {
        isClosed = true;
        try {
            if (!thread.join(PATIENCE)) {
                LOG.warn("{} is still being looked through", database);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

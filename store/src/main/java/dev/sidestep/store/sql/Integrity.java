package dev.sidestep.store.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;

/// Looks once through the whole file, beside the work, for pages that cannot be what was written.
final class Integrity implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("sidestep.store");

    private final Path database;
    private final Consumer<String> doubt;
    private volatile boolean isClosed;

    /// @param doubt is told what is wrong
    private Integrity(Path database, Consumer<String> doubt) {
        this.database = database;
        this.doubt = doubt;
    }

    static Integrity begin(Path database, Consumer<String> doubt) {
        Integrity begun = new Integrity(database, doubt);
        Thread thread = new Thread(begun, "sidestep-store-integrity");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
        return begun;
    }

    @Override
    public void run() {
        try (Connection connection = SqliteConnections.reading(database);
                Statement statement = connection.createStatement()) {
            stopWhenClosed(connection);
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

    /// Stops looking, and says nothing more.
    @Override
    public void close() {
        isClosed = true;
    }
}

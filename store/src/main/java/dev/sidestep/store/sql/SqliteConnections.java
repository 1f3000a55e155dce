package dev.sidestep.store.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/// Opens connections to a file of SQLite, each told first what it has to know.
final class SqliteConnections {
    private static final int BUSY_MILLIS = 1_000;

    /// What every connection is told: to look twice at what it reads, and to keep off the disk what it need not write.
    private static final List<String> ALWAYS =
            List.of("PRAGMA cell_size_check = ON", "PRAGMA trusted_schema = OFF", "PRAGMA temp_store = MEMORY");

    private SqliteConnections() {}

    /// One that writes. It is for one thread alone: SQLite's own mutexes, taken for every value, would guard nothing.
    ///
    /// @param first what it is told besides
    static Connection writing(Path database, List<String> first) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        return open(config, database, first);
    }

    /// One that only reads.
    ///
    /// @param first what it is told besides, or asked
    static Connection reading(Path database, String... first) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return open(config, database, List.of(first));
    }

    static String url(Path database) {
        return "jdbc:sqlite:" + database;
    }

    private static Connection open(SQLiteConfig config, Path database, List<String> first) throws SQLException {
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = config.createConnection(url(database));
        try (Statement statement = connection.createStatement()) {
            for (String each : Stream.concat(ALWAYS.stream(), first.stream()).toList()) {
                statement.execute(each);
            }
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }
}

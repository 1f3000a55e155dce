package dev.sidestep.store.sql;

import dev.sidestep.store.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// A file of SQLite in a directory that no other process uses.
///
/// It writes ahead into a log, and has the system bring the log to the disk only when it becomes
/// long: what is committed survives whatever happens to this process; a power failure may cost
/// the last moments, and never the file.
final class SqliteDatabase implements Database {
    /// A disk that damages every file shall not be filled with them.
    private static final int MOST_QUARANTINES = 10;

    private static final Logger LOG = LoggerFactory.getLogger("sidestep.store");

    private static final List<String> PRAGMAS = List.of(
            "PRAGMA auto_vacuum = INCREMENTAL",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = NORMAL",
            "PRAGMA wal_autocheckpoint = 1000",
            "PRAGMA journal_size_limit = 8000000",
            "PRAGMA cache_size = -4000");

    private final SqliteFiles files;
    private final SqliteReaders readers;
    private final InstantSource wall;
    private final Runnable wake;
    private final Supplier<List<String>> morePragmas;
    private final Pruning pruning;
    private final AtomicInteger quarantined = new AtomicInteger();
    private volatile String doubt = "";
    private boolean hasBegun;
    private @Nullable Salvage salvage;
    private @Nullable Integrity integrity;

    /// @param wake has the writer look, on any thread
    /// @param morePragmas what every connection that writes is told beside the usual
    SqliteDatabase(
            SqliteFiles files,
            Retention retention,
            InstantSource wall,
            Runnable wake,
            Supplier<List<String>> morePragmas) {
        this.files = files;
        this.readers = new SqliteReaders(files.database());
        this.wall = wall;
        this.wake = wake;
        this.morePragmas = morePragmas;
        this.pruning = new Pruning(retention, new SqliteSpace(retention.bytes()), wall);
    }

    @Override
    public Session open() throws IOException, SQLException {
        files.hold();
        if (files.isEmptied()) {
            throw untrusted("it lost nearly all that it had");
        }
        Session session = connect();
        try {
            if (salvage != null) {
                salvage.copyState(session);
            }
            begin(session);
            readers.open();
            return session;
        } catch (SQLException | RuntimeException failure) {
            leaveUntouched(session::close);
            throw failure;
        }
    }

    /// The lock on the directory says that whoever left rows open is dead. What this process
    /// leaves open is not.
    private void begin(Session session) throws SQLException {
        if (hasBegun) {
            return;
        }
        Orphans.close(session, new Orphans.Condition("{id} <= ?", List.of(Questions.AFTER_ALL)));
        hasBegun = true;
        int generation = readers.generation();
        integrity = Integrity.begin(files.database(), finding -> doubt(finding, generation));
    }

    private Session connect() throws SQLException {
        Session session = connectOnce();
        if (session.number("PRAGMA user_version") >= Migrations.NEWEST) {
            session.connection().commit();
            return session;
        }
        session.close();
        migrate();
        return connectOnce();
    }

    private Session connectOnce() throws SQLException {
        List<String> first =
                Stream.concat(PRAGMAS.stream(), morePragmas.get().stream()).toList();
        Connection connection = SqliteConnections.writing(files.database(), first);
        try {
            return new Session(connection, "");
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    private void migrate() {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(SqliteConnections.url(files.database()));
        Migrations.sqlite(source);
    }

    @Override
    public <T> T read(Query<T> query) throws SQLException {
        int generation = readers.generation();
        try {
            return readers.read(query);
        } catch (SQLException failure) {
            if (SqliteFailures.isUntrusted(failure)) {
                doubt(Failures.message(failure), generation);
            }
            throw failure;
        }
    }

    /// Has the writer put the file aside that is there now.
    void distrust(String finding) {
        doubt(finding, readers.generation());
    }

    /// Has the writer put the file aside, unless it has done so since somebody began to doubt.
    private void doubt(String finding, int generation) {
        if (generation == readers.generation()) {
            doubt = finding;
            wake.run();
        }
    }

    @Override
    public boolean tend(Session session) throws SQLException {
        if (!doubt.isEmpty()) {
            throw untrusted(doubt);
        }
        return isSalvaging(session) || pruning.step(session);
    }

    private boolean isSalvaging(Session session) throws SQLException {
        if (salvage == null) {
            return false;
        }
        if (!salvage.step(session)) {
            salvage = null;
        }
        return true;
    }

    private static SQLException untrusted(String finding) {
        return new SQLiteException(finding, SQLiteErrorCode.SQLITE_CORRUPT);
    }

    @Override
    public Verdict judge(Throwable failure) {
        return SqliteFailures.judge(failure);
    }

    @Override
    public String explain(Throwable failure) {
        return "state cannot be kept in " + files.database() + ": " + SqliteFailures.words(failure);
    }

    /// While somebody reads, whoever closes does not bring the log into the file; and who only reads never does.
    @Override
    public void leaveUntouched(Runnable closing) {
        // Having asked something, it has begun to read: from then on SQLite knows that somebody does.
        try (Connection _ = SqliteConnections.reading(files.database(), "SELECT name FROM sqlite_schema")) {
            closing.run();
        } catch (SQLException unreadable) {
            LOG.debug("nobody reads", unreadable);
            closing.run();
        }
    }

    @Override
    public boolean putAside(Throwable reason) {
        if (quarantined.get() >= MOST_QUARANTINES) {
            return false;
        }
        stopReading();
        try {
            Path aside = files.putAside(wall.instant());
            quarantined.incrementAndGet();
            LOG.error(
                    "{} cannot be trusted any more ({}): it is put aside as {}, and a new file is begun; what can be"
                            + " read of it is copied, and `sqlite3 {} .recover` shows the rest",
                    files.database(),
                    Failures.message(reason),
                    aside,
                    aside);
            salvage = SqliteFiles.isReadable(aside) ? new Salvage(aside, !hasBegun) : null;
            return true;
        } catch (IOException failure) {
            LOG.error("{} cannot be put aside: {}", files.database(), Failures.message(failure));
            return false;
        }
    }

    /// SQLite brings its log into the file, and deletes it, when the last connection is closed that may write; one that
    /// only reads and is left would leave most of the state in the log.
    @Override
    public void endReading() {
        stopReading();
    }

    private void stopReading() {
        if (integrity != null) {
            integrity.close();
        }
        readers.close();
        doubt = "";
    }

    @Override
    public int quarantined() {
        return quarantined.get();
    }

    @Override
    public void close() {
        stopReading();
        files.close();
    }
}

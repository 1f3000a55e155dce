package dev.sidestep.store.sql;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.store.Conversation;
import dev.sidestep.store.DirectoryInUseException;
import dev.sidestep.store.Retention;
import dev.sidestep.store.Store;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.StoreStatus;
import dev.sidestep.store.StoreUnavailableException;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallDetail;
import dev.sidestep.store.ledger.CallQuery;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Content;
import dev.sidestep.store.ledger.UsageQuery;
import dev.sidestep.store.ledger.UsageRow;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A store in a file of SQLite or in PostgreSQL. Thread-safe.
public final class SqlStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger("sidestep.store");

    /// So long whoever asks waits for it to be opened, unless it is known already that something is wrong.
    private static final Duration OPENING = Duration.ofSeconds(2);

    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Inbox inbox;
    private final Database database;
    private final InstantSource wall;
    private final Health health = new Health();
    private final Writer writer;
    private final Thread thread;

    private SqlStore(Inbox inbox, Database database, InstantSource wall) {
        this.inbox = inbox;
        this.database = database;
        this.wall = wall;
        this.writer = new Writer(inbox, database, health);
        this.thread = new Thread(writer, "sidestep-store");
        thread.setDaemon(true);
    }

    /// Opens a store, in the background: a disk or a database that cannot be used is tried again
    /// and again, and [Store#status] says so.
    ///
    /// @param wall the clock for what is saved as a moment, and for what is too old
    /// @throws DirectoryInUseException where another process has the directory
    public static Store open(StorePlace place, Retention retention, InstantSource wall) {
        return switch (place) {
            case StorePlace.Embedded embedded -> openEmbedded(embedded, retention, wall, List::of);
            case StorePlace.Postgres postgres ->
                started(new Inbox(), new PostgresDatabase(postgres, retention, wall), wall);
        };
    }

    /// @param morePragmas what every connection that writes is told beside the usual
    static SqlStore openEmbedded(
            StorePlace.Embedded place, Retention retention, InstantSource wall, Supplier<List<String>> morePragmas) {
        SqliteFiles files = new SqliteFiles(place.directory());
        try {
            files.hold();
        } catch (IOException unusable) {
            LOG.debug("the writer will say so", unusable);
        }
        Inbox inbox = new Inbox();
        return started(inbox, new SqliteDatabase(files, retention, wall, inbox::hurry, morePragmas), wall);
    }

    private static SqlStore started(Inbox inbox, Database database, InstantSource wall) {
        SqlStore store = new SqlStore(inbox, database, wall);
        store.thread.start();
        return store;
    }

    @Override
    public void record(CallRow call) {
        inbox.add(new Change.Called(call));
    }

    @Override
    public void record(AttemptRow attempt) {
        inbox.add(new Change.Attempted(attempt));
    }

    @Override
    public void record(Content content) {
        inbox.add(new Change.Said(content));
    }

    @Override
    public void save(CooldownRecord cooldown) {
        inbox.add(new Change.Cooled(cooldown, wall.millis()));
    }

    @Override
    public void forget(Set<LimitKey> keys) {
        inbox.add(new Change.Forgotten(Set.copyOf(keys)));
    }

    @Override
    public void save(List<QuotaRecord> quotas) {
        inbox.add(new Change.Counted(List.copyOf(quotas), wall.millis()));
    }

    @Override
    public void save(Conversation conversation) {
        inbox.add(new Change.Talked(conversation, wall.millis()));
    }

    @Override
    public Saved saved() {
        return readIfPossible(OPENING, questions -> questions.saved(wall.millis()))
                .orElse(Saved.NOTHING);
    }

    @Override
    public Optional<Conversation> conversation(Conversation.Key key) {
        return readIfPossible(patience(), questions -> questions.conversation(key))
                .flatMap(found -> found);
    }

    @Override
    public List<CallRow> calls(CallQuery query) {
        return read(connection -> new Questions(connection).calls(query));
    }

    @Override
    public Map<String, List<AttemptRow>> attempts(List<String> calls) {
        return calls.isEmpty() ? Map.of() : read(connection -> new Questions(connection).attempts(calls));
    }

    @Override
    public Optional<CallDetail> call(String id) {
        return read(connection -> new Questions(connection).call(id));
    }

    @Override
    public List<UsageRow> usage(UsageQuery query) {
        return read(connection -> new UsageQuestion(query).ask(connection));
    }

    /// What is asked of saved state.
    @FunctionalInterface
    private interface Asking<T> {
        T ask(Questions questions) throws SQLException;
    }

    private <T> Optional<T> readIfPossible(Duration patience, Asking<T> asking) {
        try {
            return Optional.of(read(patience, connection -> asking.ask(new Questions(connection))));
        } catch (StoreUnavailableException unreadable) {
            LOG.debug("saved state cannot be read", unreadable);
            return Optional.empty();
        }
    }

    private Duration patience() {
        return health.trouble().isEmpty() ? OPENING : Duration.ZERO;
    }

    private <T> T read(Database.Query<T> query) {
        return read(patience(), query);
    }

    private <T> T read(Duration patience, Database.Query<T> query) {
        try {
            if (!await(writer.opened(), patience)) {
                throw new SQLException(health.trouble().isEmpty() ? "it has not been opened yet" : health.trouble());
            }
            return database.read(query);
        } catch (SQLException failure) {
            throw new StoreUnavailableException(database.explain(failure), failure);
        }
    }

    @Override
    public StoreStatus status() {
        String trouble = health.trouble();
        return new StoreStatus(
                trouble.isEmpty(),
                trouble,
                inbox.size(),
                inbox.lagMillis(),
                writer.written(),
                inbox.lost(),
                database.quarantined());
    }

    @Override
    public boolean flush(Duration limit) {
        CountDownLatch written = new CountDownLatch(1);
        inbox.hurry(new Change.Awaited(written));
        return await(written, limit);
    }

    private static boolean await(CountDownLatch latch, Duration limit) {
        try {
            return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        writer.close();
        awaitEnd();
    }

    /// Lets go of everything as if the process had died: what was not written yet is lost.
    void abandon() {
        writer.abandon();
        awaitEnd();
    }

    /// Has the file put aside, as if something in it were found to be damaged.
    void distrust(String finding) {
        if (database instanceof SqliteDatabase file) {
            file.distrust(finding);
        }
    }

    private void awaitEnd() {
        try {
            if (!thread.join(CLOSING)) {
                LOG.warn("state is still being written: it is given up");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.sidestep.store.sql;

import dev.sidestep.store.Store;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The one thread that writes: it takes what waits, writes it in one transaction, and does what
/// is to be done from time to time. What fails stays with it until it can be written.
///
/// Nothing that is thrown ends it: PostgreSQL's driver, for one, meets a lost connection with an
/// AssertionError.
final class Writer implements Runnable {
    /// So long it gathers: what remains of the window is for writing.
    private static final long GATHER = Store.WINDOW.minusMillis(25).toNanos();

    private static final long IDLE = Duration.ofSeconds(10).toNanos();
    private static final long FIRST_PAUSE = Duration.ofMillis(250).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(10).toNanos();

    /// For so long it tries to write what is left at the end.
    private static final long LAST = Duration.ofSeconds(5).toNanos();

    /// So many changes become one transaction at most.
    private static final int MOST_AT_ONCE = 10_000;

    private final Inbox inbox;
    private final Database database;
    private final Health health;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private final SavedState saved = new SavedState();
    private @Nullable Session session;
    private Batch batch = new Batch();
    private long pause;
    private boolean isBusy;
    private volatile boolean isClosing;
    private volatile boolean isAbandoned;

    Writer(Inbox inbox, Database database, Health health) {
        this.inbox = inbox;
        this.database = database;
        this.health = health;
    }

    @Override
    public void run() {
        while (!isClosing) {
            turn();
            rest();
        }
        if (!isAbandoned) {
            finish();
        }
        database.endReading();
        closeSession();
        database.close();
    }

    /// Has it write what waits, and end.
    void close() {
        isClosing = true;
        inbox.close();
    }

    /// Has it end as if the process had died: nothing more is written.
    void abandon() {
        isAbandoned = true;
        close();
    }

    /// Told once it was open for the first time.
    CountDownLatch opened() {
        return opened;
    }

    /// How many changes were written.
    long written() {
        return written.get();
    }

    private void turn() {
        try {
            inbox.drainTo(batch, MOST_AT_ONCE - batch.size());
            Session open = session();
            isBusy = batch.size() > 0;
            write(open);
            isBusy |= !isClosing && database.tend(open);
            health.isWell();
            pause = 0;
        } catch (Throwable failure) {
            fail(failure);
        }
    }

    private Session session() throws IOException, SQLException {
        Session open = session;
        if (open == null) {
            open = database.open();
            session = open;
            opened.countDown();
        }
        return open;
    }

    private void write(Session open) throws SQLException {
        if (!batch.isEmpty()) {
            commit(batch, open);
        }
        written.addAndGet(batch.size());
        settle();
    }

    private void commit(Batch some, Session open) throws SQLException {
        open.transact(session -> {
            BatchSql.write(some, session);
            return true;
        });
        saved.learn(some);
    }

    private void settle() {
        Batch done = batch;
        batch = new Batch();
        inbox.settle(done);
        done.announce();
    }

    private void fail(Throwable failure) {
        switch (database.judge(failure)) {
            case PASSING -> suffer(failure);
            case BAD_DATA -> writeOneByOne(failure);
            case UNTRUSTED -> beginAnew(failure);
        }
    }

    private void suffer(Throwable failure) {
        closeSession();
        health.isIll(database.explain(failure));
        pause = pause == 0 ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
    }

    /// Leaves out what cannot be written. To write the rest of it again does no harm.
    private void writeOneByOne(Throwable failure) {
        if (batch.isEmpty()) {
            suffer(failure);
            return;
        }
        try {
            for (Change change : batch.changes()) {
                writeOrLose(change);
            }
            settle();
        } catch (Throwable worse) {
            suffer(worse);
        }
    }

    private void writeOrLose(Change change) throws IOException, SQLException {
        try {
            Batch single = new Batch();
            single.add(change);
            commit(single, session());
            written.incrementAndGet();
        } catch (SQLException | RuntimeException failure) {
            if (database.judge(failure) != Database.Verdict.BAD_DATA) {
                throw failure;
            }
            inbox.lose(1);
            health.hasLost(database.explain(failure));
        }
    }

    private void beginAnew(Throwable failure) {
        if (session != null) {
            database.leaveUntouched(this::closeSession);
        }
        if (!database.putAside(failure)) {
            suffer(failure);
            return;
        }
        try {
            commit(saved.asBatch(), session());
            isBusy = true;
        } catch (Throwable worse) {
            suffer(worse);
        }
    }

    private void closeSession() {
        Session open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    private void rest() {
        if (pause > 0) {
            inbox.gather(pause);
            return;
        }
        if (!isBusy) {
            inbox.awaitSomething(IDLE);
        }
        inbox.gather(GATHER);
    }

    private void finish() {
        long end = System.nanoTime() + LAST;
        turn();
        while (hasMore() && end - System.nanoTime() > 0) {
            inbox.gather(FIRST_PAUSE);
            turn();
        }
    }

    private boolean hasMore() {
        return batch.size() > 0 || !inbox.isEmpty();
    }
}

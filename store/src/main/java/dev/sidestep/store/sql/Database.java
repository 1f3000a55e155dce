package dev.sidestep.store.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/// Where rows are kept. [#read] and [#quarantined] may be called from any thread, the rest by the
/// writer alone.
sealed interface Database extends AutoCloseable permits SqliteDatabase, PostgresDatabase {
    /// A question to a connection that reads.
    @FunctionalInterface
    interface Query<T> {
        T ask(Connection connection) throws SQLException;
    }

    /// What a failure means.
    enum Verdict {
        /// It may pass: the same is tried again.
        PASSING,
        /// What was to be written cannot be written anywhere.
        BAD_DATA,
        /// What is on the disk can no longer be trusted.
        UNTRUSTED
    }

    /// Opens it for the writer, with its tables as they should be, and closes what dead processes
    /// left open.
    Session open() throws IOException, SQLException;

    /// Asks a question, within a few seconds.
    <T> T read(Query<T> query) throws SQLException;

    /// Does a part of what is to be done from time to time.
    ///
    /// @return true where more of it is to be done soon
    boolean tend(Session session) throws SQLException;

    /// What a failure means.
    Verdict judge(Throwable failure);

    /// A sentence for people that says what is wrong, and no secret.
    String explain(Throwable failure);

    /// Closes connections so that they leave what is not trusted as it is.
    void leaveUntouched(Runnable closing);

    /// Puts what is not trusted aside, untouched, so that [#open] begins anew.
    ///
    /// @return false where that is not possible
    boolean putAside(Throwable reason);

    /// How often that was done.
    int quarantined();

    /// Answers no questions any more: whoever writes is to leave last.
    void endReading();

    @Override
    void close();
}

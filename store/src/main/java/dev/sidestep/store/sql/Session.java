package dev.sidestep.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The writer's connection, with the statements that it has prepared. For one thread.
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("sidestep.store");

    private final Connection connection;
    private final String rowLock;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Parties parties = new Parties();

    /// Something that is done as a whole or not at all.
    @FunctionalInterface
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    /// @param rowLock what a SELECT ends with to hold on to its rows; empty where nobody else can
    ///     change them
    Session(Connection connection, String rowLock) throws SQLException {
        this.connection = connection;
        this.rowLock = rowLock;
        connection.setAutoCommit(false);
    }

    /// Does something in one transaction. After a failure the session may be of no more use.
    <T> T transact(Work<T> work) throws SQLException {
        boolean isDone = false;
        try {
            T result = work.in(this);
            connection.commit();
            isDone = true;
            return result;
        } finally {
            if (!isDone) {
                rollBack();
            }
        }
    }

    private void rollBack() {
        parties.forget();
        try {
            connection.rollback();
            forgetBatches();
        } catch (SQLException broken) {
            LOG.debug("cannot be rolled back", broken);
        }
    }

    /// Rows that were bound and not executed would be written with the next ones.
    private void forgetBatches() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.clearBatch();
        }
    }

    /// The prepared statement of this text, its own every time.
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    Binding bind(String sql) throws SQLException {
        return new Binding(prepare(sql));
    }

    /// What a SELECT of a table's rows ends with to hold on to them.
    String lockOn(Table table) {
        return rowLock.isEmpty() ? "" : rowLock + " OF " + table.name();
    }

    Parties parties() {
        return parties;
    }

    Connection connection() {
        return connection;
    }

    /// Runs a statement to its end. Some pragmas stop after their first step where they are
    /// merely executed.
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// The first number that a query without parameters tells; 0 where it tells none.
    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException broken) {
            LOG.debug("cannot be closed", broken);
        }
    }
}

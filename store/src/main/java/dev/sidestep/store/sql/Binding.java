package dev.sidestep.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/// Fills in a statement's parameters from left to right.
final class Binding {
    private final PreparedStatement statement;
    private int last;

    Binding(PreparedStatement statement) {
        this.statement = statement;
    }

    /// A text. NUL, which PostgreSQL refuses, becomes a replacement character.
    Binding text(String value) throws SQLException {
        statement.setString(++last, value.indexOf('\0') < 0 ? value : value.replace('\0', '\uFFFD'));
        return this;
    }

    /// A text that is usually empty, and then nothing: this costs much less.
    Binding textOrNull(String value) throws SQLException {
        if (value.isEmpty()) {
            statement.setNull(++last, Types.VARCHAR);
            return this;
        }
        return text(value);
    }

    Binding number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    /// Nothing in a column of numbers.
    Binding none() throws SQLException {
        statement.setNull(++last, Types.BIGINT);
        return this;
    }

    Binding flag(boolean value) throws SQLException {
        statement.setBoolean(++last, value);
        return this;
    }

    /// Adds the row to the statement's batch and begins the next.
    void endRow() throws SQLException {
        statement.addBatch();
        last = 0;
    }
}

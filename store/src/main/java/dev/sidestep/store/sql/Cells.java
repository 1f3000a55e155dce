package dev.sidestep.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;

/// Reads a row's columns from left to right. A null reads as an empty text or 0.
final class Cells {
    private final ResultSet row;
    private int last;

    Cells(ResultSet row) {
        this.row = row;
    }

    String text() throws SQLException {
        String value = row.getString(++last);
        return value == null ? "" : value;
    }

    long number() throws SQLException {
        return row.getLong(++last);
    }

    /// True where the number that was read last was null.
    boolean wasNull() throws SQLException {
        return row.wasNull();
    }

    boolean flag() throws SQLException {
        return row.getBoolean(++last);
    }
}

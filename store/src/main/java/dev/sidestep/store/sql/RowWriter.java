package dev.sidestep.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Writes rows of one table in a session's transaction. Their parties are numbered when it is
/// made, and are to be written before the rows. For one thread.
final class RowWriter<R> {
    /// So many rows are bound and then executed: SQLite's driver keeps, and clears each time, room
    /// for the most that it ever had.
    private static final int SLICE = 64;

    private final Rows<R> rows;
    private final Collection<R> values;
    private final Session session;
    private final long[] parties;

    RowWriter(Rows<R> rows, Collection<R> values, Session session) {
        this.rows = rows;
        this.values = values;
        this.session = session;
        this.parties = session.parties().numbers(rows, values);
    }

    /// Writes them, and counts those that are final: each once, however often it is written.
    void write(Tally tally) throws SQLException {
        PreparedStatement upsert = session.prepare(rows.table().completion());
        Binding binding = new Binding(upsert);
        List<R> slice = new ArrayList<>(SLICE);
        int next = 0;
        for (R value : values) {
            rows.bind(binding, value, parties[next++]);
            binding.endRow();
            slice.add(value);
            if (slice.size() == SLICE || next == parties.length) {
                count(slice, upsert.executeLargeBatch(), tally);
                slice.clear();
            }
        }
    }

    private void count(List<R> slice, long[] written, Tally tally) throws SQLException {
        int next = 0;
        for (R value : slice) {
            boolean isWritten = written[next++] != 0;
            if (!rows.isUnderWay(value) && (isWritten || takesPlace(value, tally))) {
                rows.count(value, tally, 1);
            }
        }
    }

    /// Replaces a final row by another one, and takes back what the first one counted. That
    /// nobody will ever know what came of it does not replace what is known.
    private boolean takesPlace(R value, Tally tally) throws SQLException {
        PreparedStatement select =
                session.prepare(rows.selection() + rows.table().ofKey() + session.lockOn(rows.table()));
        rows.bindKey(new Binding(select), value);
        try (ResultSet row = select.executeQuery()) {
            if (row.next()) {
                R before = rows.read(new Cells(row));
                if (rows.isUnknown(value) && !rows.isUnknown(before)) {
                    return false;
                }
                rows.count(before, tally, -1);
            }
        }
        PreparedStatement replacement = session.prepare(rows.table().replacement());
        rows.bind(new Binding(replacement), value, session.parties().number(rows.party(value)));
        replacement.executeUpdate();
        return true;
    }
}

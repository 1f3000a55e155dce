package dev.sidestep.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Closes what was under way when its process died: nobody will ever know what came of it.
final class Orphans {
    /// So many rows are closed in one transaction.
    private static final int SLICE = 5_000;

    private Orphans() {}

    /// Closes the open rows that a condition names, each counted as usage, in as many
    /// transactions as it takes.
    ///
    /// @param condition what tells orphans from what is under way, with one parameter for calls
    ///     and one for attempts
    /// @return how many there were
    static int close(Session session, Condition condition) throws SQLException {
        return closeAll(Rows.CALLS, session, condition) + closeAll(Rows.ATTEMPTS, session, condition);
    }

    /// A part of a WHERE clause without parameters from outside.
    ///
    /// @param sql the same for calls and attempts, in which `{id}` stands for the call's id
    record Condition(String sql, List<String> parameters) {
        String on(Table table) {
            return sql.replace("{id}", table.key().getFirst());
        }
    }

    private static <R> int closeAll(Rows<R> rows, Session session, Condition condition) throws SQLException {
        int closed = 0;
        int last;
        do {
            last = session.transact(open -> closeSome(rows, open, condition));
            closed += last;
        } while (last == SLICE);
        return closed;
    }

    private static <R> int closeSome(Rows<R> rows, Session session, Condition condition) throws SQLException {
        List<R> orphans = find(rows, session, condition);
        Tally tally = new Tally();
        RowWriter<R> writer = new RowWriter<>(rows, orphans, session);
        session.parties().write(session);
        writer.write(tally);
        BatchSql.add(tally, session);
        return orphans.size();
    }

    private static <R> List<R> find(Rows<R> rows, Session session, Condition condition) throws SQLException {
        Table table = rows.table();
        PreparedStatement select = session.prepare(rows.selection() + " WHERE outcome = 'open' AND "
                + condition.on(table) + " LIMIT " + SLICE + session.lockOn(table));
        Binding binding = new Binding(select);
        for (String parameter : condition.parameters()) {
            binding.text(parameter);
        }
        List<R> orphans = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                orphans.add(rows.abandoned(rows.read(new Cells(row))));
            }
        }
        return orphans;
    }
}

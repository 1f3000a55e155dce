package dev.sidestep.store.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies what can be read of a file that was put aside into the new one: each table from its end
/// until something is damaged, and then from its begin until the same. What lies between stays in
/// the old file. For the writer's thread.
final class Salvage {
    private static final Logger LOG = LoggerFactory.getLogger("sidestep.store");

    /// Small, and needed at once.
    private static final List<Table> STATE =
            List.of(Table.COOLDOWNS, Table.QUOTAS, Table.CONVERSATIONS, Table.USAGE, Table.PARTIES);

    private static final List<Table> LEDGER = List.of(Table.CALLS, Table.ATTEMPTS, Table.CONTENTS);
    private static final int SLICE = 1_000;
    private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /// All of it together takes no longer than this.
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Path aside;
    private final boolean isOfDeadProcess;
    private final long end = System.nanoTime() + MOST_NANOS;
    private final Deque<Copy> copies = new ArrayDeque<>();
    private String lastCall = "";
    private long copied;

    /// @param isOfDeadProcess true where nothing that was under way in it still is
    Salvage(Path aside, boolean isOfDeadProcess) {
        this.aside = aside;
        this.isOfDeadProcess = isOfDeadProcess;
        STATE.forEach(table -> copies.add(new Copy(table)));
        LEDGER.forEach(table -> copies.add(new Copy(table)));
    }

    /// Copies the state, and the newest calls, whose ids the next ones must exceed. What is
    /// copied already is not copied again.
    void copyState(Session session) throws SQLException {
        while (copies.size() > LEDGER.size()) {
            step(session);
        }
        if (copies.size() == LEDGER.size() && lastCall.isEmpty()) {
            step(session);
            lastCall = lastCall(session);
        }
    }

    private static String lastCall(Session session) throws SQLException {
        return session.transact(open -> {
            try (ResultSet row = open.prepare("SELECT max(id) FROM calls").executeQuery()) {
                return row.next() ? new Cells(row).text() : "";
            }
        });
    }

    /// Copies a slice of what is left.
    ///
    /// @return true where there is more to do
    boolean step(Session session) throws SQLException {
        Copy copy = copies.peek();
        if (copy == null || System.nanoTime() - end > 0) {
            finish(session);
            return false;
        }
        if (!stepOf(copy, session)) {
            copies.remove();
        }
        copied += copy.takeCount();
        return true;
    }

    private void finish(Session session) throws SQLException {
        if (isOfDeadProcess) {
            Orphans.close(session, new Orphans.Condition("{id} <= ?", List.of(lastCall)));
        }
        LOG.info("{} rows of {} could be read and are kept", copied, aside);
    }

    private boolean stepOf(Copy copy, Session session) throws SQLException {
        try (Connection old = openOld()) {
            return copy.step(old, session);
        } catch (Unreadable damaged) {
            return false;
        }
    }

    private Connection openOld() throws Unreadable {
        try {
            // What is left of a file that was cut is read, too: SQLite reads nothing of one that is shorter than it
            // says,
            // unless it is told that its schema may be repaired.
            return SqliteConnections.reading(aside, "PRAGMA writable_schema = ON");
        } catch (SQLException failure) {
            throw new Unreadable(failure);
        }
    }

    /// The old file cannot be read, which says nothing of the new one.
    private static final class Unreadable extends SQLException {
        private static final long serialVersionUID = 1;

        Unreadable(SQLException cause) {
            super(cause);
        }
    }

    /// How far a table is copied.
    private static final class Copy {
        private final Table table;
        private List<Object> position = List.of();
        private List<Object> end = List.of();
        private boolean isForward;
        private int count;

        Copy(Table table) {
            this.table = table;
        }

        int takeCount() {
            int taken = count;
            count = 0;
            return taken;
        }

        /// Copies a slice.
        ///
        /// @return true where there may be more
        boolean step(Connection old, Session session) throws SQLException {
            List<List<Object>> rows = new ArrayList<>();
            boolean isDamaged = !read(old, rows);
            session.transact(open -> write(open, rows));
            count += rows.size();
            if (!rows.isEmpty()) {
                position = rows.getLast().subList(0, table.key().size());
            }
            return isDamaged ? turn() : rows.size() == SLICE;
        }

        /// After the first damage it goes on from the other end.
        private boolean turn() {
            if (isForward) {
                return false;
            }
            isForward = true;
            end = position;
            position = List.of();
            return true;
        }

        /// Reads rows until there are enough.
        ///
        /// @return false where they ended in something that cannot be read
        private boolean read(Connection old, List<List<Object>> rows) throws SQLException {
            try (PreparedStatement select = old.prepareStatement(sql())) {
                SqliteReaders.limit(old, SLICE_NANOS);
                int parameter = 0;
                for (Object value : position) {
                    select.setObject(++parameter, value);
                }
                for (Object value : end) {
                    select.setObject(++parameter, value);
                }
                try (ResultSet result = select.executeQuery()) {
                    while (result.next()) {
                        rows.add(row(result));
                    }
                }
                return true;
            } catch (SQLException damaged) {
                return false;
            }
        }

        private String sql() {
            List<String> conditions = new ArrayList<>();
            if (!position.isEmpty()) {
                conditions.add(isForward ? compare(">") : compare("<"));
            }
            if (!end.isEmpty()) {
                conditions.add(compare("<"));
            }
            String order = isForward ? "" : " DESC";
            return "SELECT " + table.columns() + " FROM " + table.name()
                    + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                    + " ORDER BY "
                    + table.key().stream().map(column -> column + order).collect(Collectors.joining(", "))
                    + " LIMIT " + SLICE;
        }

        private String compare(String operator) {
            String places = String.join(", ", Collections.nCopies(table.key().size(), "?"));
            return "(" + String.join(", ", table.key()) + ") " + operator + " (" + places + ")";
        }

        private List<Object> row(ResultSet result) throws SQLException {
            List<Object> row = new ArrayList<>();
            int columns = table.key().size() + table.rest().size();
            for (int i = 1; i <= columns; i++) {
                row.add(result.getObject(i));
            }
            return row;
        }

        /// Usage is added to what was counted meanwhile; anything else that is there already is
        /// newer.
        private Integer write(Session session, List<List<Object>> rows) throws SQLException {
            PreparedStatement insert = session.prepare(table.equals(Table.USAGE) ? table.sum() : table.addition());
            for (List<Object> row : rows) {
                if (row.subList(0, table.key().size()).contains(null)) {
                    continue;
                }
                for (int i = 0; i < row.size(); i++) {
                    insert.setObject(i + 1, row.get(i));
                }
                addUnlessDamaged(insert);
            }
            return rows.size();
        }

        /// A damaged row may lack what every row has; it stays in the old file.
        private static void addUnlessDamaged(PreparedStatement insert) throws SQLException {
            try {
                insert.executeUpdate();
            } catch (SQLException failure) {
                if (SqliteFailures.judge(failure) != Database.Verdict.BAD_DATA) {
                    throw failure;
                }
            }
        }
    }
}

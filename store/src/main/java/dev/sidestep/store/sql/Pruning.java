package dev.sidestep.store.sql;

import dev.sidestep.store.Retention;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Deletes the oldest calls with their attempts and contents, a slice at a time, so that writing
/// never waits for long. For the writer's thread.
final class Pruning {
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    /// So many calls are deleted at once, with a few attempts each.
    private static final int SLICE = 1_000;

    private static final String OLDEST = "SELECT id, started_at FROM calls ORDER BY id LIMIT " + SLICE;
    private static final List<String> DELETIONS = List.of(
            "DELETE FROM calls WHERE id <= ?",
            "DELETE FROM attempts WHERE call <= ?",
            "DELETE FROM contents WHERE call <= ?");

    private final Duration time;
    private final Space space;
    private final InstantSource wall;
    private final Rhythm rhythm;
    private boolean isUnderWay;

    /// Whether there is too much, beside what is too old.
    interface Space {
        /// True where more is to be deleted.
        boolean isShort(Session session) throws SQLException;

        /// Gives back a part of what became free.
        ///
        /// @return true where there is more to give back
        boolean release(Session session) throws SQLException;
    }

    Pruning(Retention retention, Space space, InstantSource wall) {
        this.time = retention.time();
        this.space = space;
        this.wall = wall;
        this.rhythm = new Rhythm(INTERVAL, wall);
    }

    /// Deletes a slice where it is time to.
    ///
    /// @return true where there is more to delete
    boolean step(Session session) throws SQLException {
        if (isUnderWay || rhythm.isDue()) {
            isUnderWay = session.transact(this::deleteSlice) || session.transact(space::release);
        }
        return isUnderWay;
    }

    private boolean deleteSlice(Session session) throws SQLException {
        boolean isShort = space.isShort(session);
        String last = lastOf(session, isShort ? Long.MAX_VALUE : wall.millis() - time.toMillis());
        if (last.isEmpty()) {
            return false;
        }
        for (String deletion : DELETIONS) {
            PreparedStatement statement = session.prepare(deletion);
            new Binding(statement).text(last);
            statement.executeUpdate();
        }
        return true;
    }

    /// The last of the oldest calls that all began before a moment; empty where the very first
    /// did not.
    private static String lastOf(Session session, long before) throws SQLException {
        String last = "";
        try (ResultSet rows = session.prepare(OLDEST).executeQuery()) {
            while (rows.next() && rows.getLong(2) < before) {
                last = rows.getString(1);
            }
        }
        return last;
    }
}

package dev.sidestep.store.sql;

import java.sql.SQLException;

/// The room that a file of SQLite takes.
final class SqliteSpace implements Pruning.Space {
    /// Once there is too much, this share of the bound is freed beyond it, so that it is not done
    /// for every row.
    private static final double SLACK = 0.05;

    /// Free pages are used again. Only where there are more than this share of all does the file
    /// become smaller.
    private static final double FREE = 0.1;

    private static final int PAGES_AT_ONCE = 1_000;

    private final long bytes;
    private boolean isFreeing;

    SqliteSpace(long bytes) {
        this.bytes = bytes;
    }

    @Override
    public boolean isShort(Session session) throws SQLException {
        long used = session.number("PRAGMA page_count") - session.number("PRAGMA freelist_count");
        double bound = isFreeing ? bytes * (1 - SLACK) : bytes;
        isFreeing = used * session.number("PRAGMA page_size") > bound;
        return isFreeing;
    }

    @Override
    public boolean release(Session session) throws SQLException {
        long pages = session.number("PRAGMA page_count");
        long free = session.number("PRAGMA freelist_count");
        boolean isTooLarge = pages * session.number("PRAGMA page_size") > bytes;
        if (free == 0 || !(isTooLarge || free > pages * FREE)) {
            return false;
        }
        session.run("PRAGMA incremental_vacuum(" + PAGES_AT_ONCE + ")");
        return session.number("PRAGMA freelist_count") < free;
    }
}

package dev.sidestep.store.sql;

import dev.sidestep.store.sql.Database.Verdict;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What SQLite's failures mean.
final class SqliteFailures {
    /// Our statements are fixed and our tables are known: where SQLite does not understand them,
    /// its schema is damaged.
    private static final Set<Integer> UNTRUSTED = codes(
            SQLiteErrorCode.SQLITE_ERROR,
            SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_NOTADB,
            SQLiteErrorCode.SQLITE_FORMAT);

    /// After a failed fsync nobody knows what is on the disk, however well the next one goes.
    private static final Set<Integer> UNTRUSTED_EXTENDED = codes(
            SQLiteErrorCode.SQLITE_IOERR_FSYNC,
            SQLiteErrorCode.SQLITE_IOERR_DIR_FSYNC,
            SQLiteErrorCode.SQLITE_IOERR_SHORT_READ,
            SQLiteErrorCode.SQLITE_IOERR_CORRUPTFS,
            SQLiteErrorCode.SQLITE_IOERR_DATA);

    private static final Set<Integer> BAD_DATA =
            codes(SQLiteErrorCode.SQLITE_TOOBIG, SQLiteErrorCode.SQLITE_CONSTRAINT, SQLiteErrorCode.SQLITE_MISMATCH);

    private SqliteFailures() {}

    private static Set<Integer> codes(SQLiteErrorCode... codes) {
        return Arrays.stream(codes).map(code -> code.code).collect(Collectors.toUnmodifiableSet());
    }

    static boolean isUntrusted(Throwable failure) {
        return judge(failure) == Verdict.UNTRUSTED;
    }

    static Verdict judge(Throwable failure) {
        return Failures.sql(failure)
                .map(SqliteFailures::judgeSql)
                .orElse(Failures.isOurs(failure) ? Verdict.BAD_DATA : Verdict.PASSING);
    }

    private static Verdict judgeSql(SQLException failure) {
        int code = failure.getErrorCode();
        if (UNTRUSTED.contains(code & 0xff) || UNTRUSTED_EXTENDED.contains(extended(failure))) {
            return Verdict.UNTRUSTED;
        }
        return BAD_DATA.contains(code & 0xff) ? Verdict.BAD_DATA : Verdict.PASSING;
    }

    private static int extended(SQLException failure) {
        return failure instanceof SQLiteException sqlite ? sqlite.getResultCode().code : failure.getErrorCode();
    }

    /// What is wrong, in a few words for people.
    static String words(Throwable failure) {
        return Failures.sql(failure)
                .map(sql -> words(sql.getErrorCode() & 0xff, Failures.message(sql)))
                .orElse(Failures.message(failure));
    }

    private static String words(int code, String message) {
        return switch (SQLiteErrorCode.getErrorCode(code)) {
            case SQLITE_FULL -> "the disk is full";
            case SQLITE_BUSY, SQLITE_LOCKED -> "another process has locked it";
            case SQLITE_READONLY, SQLITE_PERM -> "it may not be written";
            case SQLITE_CANTOPEN -> "it cannot be opened";
            case SQLITE_IOERR -> "the disk fails: " + message;
            default -> message;
        };
    }
}

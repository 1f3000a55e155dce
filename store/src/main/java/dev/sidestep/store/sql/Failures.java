package dev.sidestep.store.sql;

import dev.sidestep.store.DirectoryInUseException;
import java.sql.SQLException;
import java.util.Optional;

/// Reads failures, whatever they are wrapped in.
final class Failures {
    /// A message that is shown is cut at this many characters.
    private static final int MOST_SHOWN = 300;

    private Failures() {}

    /// The database's own failure among the causes.
    static Optional<SQLException> sql(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof SQLException sql && (sql.getErrorCode() != 0 || sql.getSQLState() != null)) {
                return Optional.of(sql);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /// True where neither a database nor a disk is the cause: something that was to be written is
    /// not as it should be.
    static boolean isOurs(Throwable failure) {
        return failure instanceof NullPointerException
                || failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof ArithmeticException
                || failure instanceof ClassCastException;
    }

    /// What it says, in one line. Failures without words of their own are named.
    static String message(Throwable failure) {
        Throwable told = sql(failure).map(Throwable.class::cast).orElse(failure);
        String words = String.valueOf(told.getMessage());
        String named = told instanceof SQLException || told instanceof DirectoryInUseException
                ? words
                : told.getClass().getSimpleName() + ": " + words;
        String message = named.replaceAll("\\s+", " ");
        return message.length() <= MOST_SHOWN ? message : message.substring(0, MOST_SHOWN) + "…";
    }
}

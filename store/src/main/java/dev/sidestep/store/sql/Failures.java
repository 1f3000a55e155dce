package dev.sidestep.store.sql;

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

    /// What it says, in one line.
    static String message(Throwable failure) {
        Throwable told = sql(failure).map(Throwable.class::cast).orElse(failure);
        String message = String.valueOf(told.getMessage()).replaceAll("\\s+", " ");
        return message.length() <= MOST_SHOWN ? message : message.substring(0, MOST_SHOWN) + "…";
    }
}

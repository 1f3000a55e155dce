package dev.sidestep.gateway.ledger;

import dev.sidestep.core.Target;
import dev.sidestep.store.ledger.Place;
import java.util.concurrent.TimeUnit;

/// What rows of calls and of attempts have in common.
final class Rows {
    private static final int MOST_WANTED_CHARS = 200;
    private static final int MOST_DETAIL_CHARS = 500;

    private Rows() {}

    static Place place(Target target) {
        return new Place(
                target.providerType(), target.account().name(), target.model().id());
    }

    /// What was asked for, as long as a column takes it.
    static String wanted(String text) {
        return cut(text, MOST_WANTED_CHARS);
    }

    /// What somebody said, as long as a column takes it.
    static String shortened(String text) {
        return cut(text, MOST_DETAIL_CHARS);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}

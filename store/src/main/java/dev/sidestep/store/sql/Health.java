package dev.sidestep.store.sql;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether what is recorded is also written. Says in the log when that changes, and nothing while
/// it does not. Written by the writer, read by all.
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger("sidestep.store");

    private volatile String trouble = "";
    private boolean hasLostSome;

    void isWell() {
        if (!trouble.isEmpty()) {
            trouble = "";
            LOG.info("state can be kept again: what waited is written");
        }
    }

    /// @param sentence what is wrong, for people
    void isIll(String sentence) {
        if (trouble.isEmpty()) {
            LOG.warn("{}; calls go on, what they record waits in memory, and it is tried again", sentence);
        }
        trouble = sentence;
    }

    /// Some records cannot be written anywhere.
    void hasLost(String sentence) {
        if (!hasLostSome) {
            LOG.warn("records are left out, which is said once only: {}", sentence);
        }
        hasLostSome = true;
    }

    /// Empty where nothing is wrong.
    String trouble() {
        return trouble;
    }
}

package dev.sidestep.config;

import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// How patient and how persistent a failover is. Immutable; [#defaults()] or [#builder()].
///
/// @param maxAttempts most attempts of one call; 1 to 1000, default 25
/// @param attemptsPerProvider most targets of one account that are tried in a call; at least 1,
///     default all
/// @param sameTargetRetries further attempts on a target after a transient failure; 0 to 10,
///     default 1
/// @param attemptTimeout longest wait for the first content of a stream; 100 ms to 1 h, default 30
///     s
/// @param answerTimeout longest wait for a whole answer that is not streamed; 100 ms to 24 h,
///     default 4 attempt-timeouts
/// @param idleTimeout longest silence between two pieces of content; 100 ms to 1 h, default 60 s
/// @param connectTimeout longest wait for a connection; 10 ms to 5 min, default 3 s
/// @param deadline longest duration of a call; 100 ms to 24 h, default 5 min
/// @param defaultCooldown a rate limit's cooldown where the provider names none; 1 s to 24 h,
///     default 5 min
/// @param maxCooldown longest cooldown, whatever the provider says; 1 s to 31 days, default 24 h
/// @param waitUpTo a reset this close is waited for while other targets are left; 0 to 5 min,
///     default 1 s
/// @param maxWaiting most calls that wait for a reset at the same time; 0 to 1,000,000, default
///     1000
public record Knobs(
        int maxAttempts,
        int attemptsPerProvider,
        int sameTargetRetries,
        Duration attemptTimeout,
        Duration answerTimeout,
        Duration idleTimeout,
        Duration connectTimeout,
        Duration deadline,
        Duration defaultCooldown,
        Duration maxCooldown,
        Duration waitUpTo,
        int maxWaiting) {

    /// The value of `attemptsPerProvider` that stands for all.
    public static final int ALL = Integer.MAX_VALUE;

    static final Counts MAX_ATTEMPTS = new Counts("max-attempts", 1, 1_000);
    static final Counts ATTEMPTS_PER_PROVIDER = new Counts("attempts-per-provider", 1, ALL);
    static final Counts SAME_TARGET_RETRIES = new Counts("same-target-retries", 0, 10);
    static final Counts MAX_WAITING = new Counts("max-waiting", 0, 1_000_000);
    static final Spans ATTEMPT_TIMEOUT = new Spans("attempt-timeout", Duration.ofMillis(100), Duration.ofHours(1));
    static final Spans ANSWER_TIMEOUT = new Spans("answer-timeout", Duration.ofMillis(100), Duration.ofDays(1));
    static final Spans IDLE_TIMEOUT = new Spans("idle-timeout", Duration.ofMillis(100), Duration.ofHours(1));
    static final Spans CONNECT_TIMEOUT = new Spans("connect-timeout", Duration.ofMillis(10), Duration.ofMinutes(5));
    static final Spans DEADLINE = new Spans("deadline", Duration.ofMillis(100), Duration.ofDays(1));
    static final Spans DEFAULT_COOLDOWN = new Spans("default-cooldown", Duration.ofSeconds(1), Duration.ofDays(1));
    static final Spans MAX_COOLDOWN = new Spans("max-cooldown", Duration.ofSeconds(1), Duration.ofDays(31));
    static final Spans WAIT_UP_TO = new Spans("wait-up-to", Duration.ZERO, Duration.ofMinutes(5));

    public Knobs {
        MAX_ATTEMPTS.require(maxAttempts);
        ATTEMPTS_PER_PROVIDER.require(attemptsPerProvider);
        SAME_TARGET_RETRIES.require(sameTargetRetries);
        ATTEMPT_TIMEOUT.require(attemptTimeout);
        ANSWER_TIMEOUT.require(answerTimeout);
        IDLE_TIMEOUT.require(idleTimeout);
        CONNECT_TIMEOUT.require(connectTimeout);
        DEADLINE.require(deadline);
        DEFAULT_COOLDOWN.require(defaultCooldown);
        MAX_COOLDOWN.require(maxCooldown);
        WAIT_UP_TO.require(waitUpTo);
        MAX_WAITING.require(maxWaiting);
        if (maxCooldown.compareTo(defaultCooldown) < 0) {
            throw new IllegalArgumentException(COOLDOWNS_CROSSED);
        }
    }

    static final String COOLDOWNS_CROSSED = "max-cooldown must not be shorter than default-cooldown";

    /// The defaults.
    public static Knobs defaults() {
        return builder().build();
    }

    /// A builder that starts with the defaults.
    public static Builder builder() {
        return new Builder();
    }

    /// Reads the knobs of a section; what is wrong there is reported, and the default taken.
    static Knobs read(Section section) {
        Builder knobs = builder();
        MAX_ATTEMPTS.read(section, knobs, Builder::maxAttempts);
        readAttemptsPerProvider(section, knobs);
        SAME_TARGET_RETRIES.read(section, knobs, Builder::sameTargetRetries);
        ATTEMPT_TIMEOUT.read(section, knobs, Builder::attemptTimeout);
        ANSWER_TIMEOUT.read(section, knobs, Builder::answerTimeout);
        IDLE_TIMEOUT.read(section, knobs, Builder::idleTimeout);
        CONNECT_TIMEOUT.read(section, knobs, Builder::connectTimeout);
        DEADLINE.read(section, knobs, Builder::deadline);
        DEFAULT_COOLDOWN.read(section, knobs, Builder::defaultCooldown);
        MAX_COOLDOWN.read(section, knobs, Builder::maxCooldown);
        WAIT_UP_TO.read(section, knobs, Builder::waitUpTo);
        MAX_WAITING.read(section, knobs, Builder::maxWaiting);
        if (knobs.maxCooldown.compareTo(knobs.defaultCooldown) < 0) {
            section.mistake(MAX_COOLDOWN.key(), COOLDOWNS_CROSSED);
            knobs.maxCooldown(knobs.defaultCooldown);
        }
        return knobs.build();
    }

    private static void readAttemptsPerProvider(Section section, Builder knobs) {
        boolean all = section.value(ATTEMPTS_PER_PROVIDER.key())
                .filter(value -> value.is("all"))
                .isPresent();
        if (!all) {
            ATTEMPTS_PER_PROVIDER.read(section, knobs, Builder::attemptsPerProvider);
        }
    }

    /// A count's name in configuration and its range, both ends included.
    record Counts(String key, int least, int most) {
        void require(int value) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(key + " must be from " + least + " to " + most + ": " + value);
            }
        }

        void read(Section section, Builder knobs, BiConsumer<Builder, Integer> knob) {
            section.integer(key, least, most).ifPresent(value -> knob.accept(knobs, value));
        }
    }

    /// A span's name in configuration and its range, both ends included.
    record Spans(String key, Duration least, Duration most) {
        void require(Duration value) {
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(key + " must be from " + Quantities.text(least) + " to "
                        + Quantities.text(most) + ": " + Quantities.text(value));
            }
        }

        void read(Section section, Builder knobs, BiConsumer<Builder, Duration> knob) {
            section.duration(key, least, most).ifPresent(value -> knob.accept(knobs, value));
        }
    }

    /// Builds [Knobs], starting with the defaults. Not thread-safe.
    public static final class Builder {
        private int maxAttempts = 25;
        private int attemptsPerProvider = ALL;
        private int sameTargetRetries = 1;
        private Duration attemptTimeout = Duration.ofSeconds(30);
        private @Nullable Duration answerTimeout;
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration connectTimeout = Duration.ofSeconds(3);
        private Duration deadline = Duration.ofMinutes(5);
        private Duration defaultCooldown = Duration.ofMinutes(5);
        private Duration maxCooldown = Duration.ofHours(24);
        private Duration waitUpTo = Duration.ofSeconds(1);
        private int maxWaiting = 1_000;

        private Builder() {}

        /// Sets [Knobs#maxAttempts()].
        public Builder maxAttempts(int value) {
            this.maxAttempts = value;
            return this;
        }

        /// Sets [Knobs#attemptsPerProvider()].
        public Builder attemptsPerProvider(int value) {
            this.attemptsPerProvider = value;
            return this;
        }

        /// Sets [Knobs#sameTargetRetries()].
        public Builder sameTargetRetries(int value) {
            this.sameTargetRetries = value;
            return this;
        }

        /// Sets [Knobs#attemptTimeout()].
        public Builder attemptTimeout(Duration value) {
            this.attemptTimeout = value;
            return this;
        }

        /// Sets [Knobs#answerTimeout()].
        public Builder answerTimeout(Duration value) {
            this.answerTimeout = value;
            return this;
        }

        /// Sets [Knobs#idleTimeout()].
        public Builder idleTimeout(Duration value) {
            this.idleTimeout = value;
            return this;
        }

        /// Sets [Knobs#connectTimeout()].
        public Builder connectTimeout(Duration value) {
            this.connectTimeout = value;
            return this;
        }

        /// Sets [Knobs#deadline()].
        public Builder deadline(Duration value) {
            this.deadline = value;
            return this;
        }

        /// Sets [Knobs#defaultCooldown()].
        public Builder defaultCooldown(Duration value) {
            this.defaultCooldown = value;
            return this;
        }

        /// Sets [Knobs#maxCooldown()].
        public Builder maxCooldown(Duration value) {
            this.maxCooldown = value;
            return this;
        }

        /// Sets [Knobs#waitUpTo()].
        public Builder waitUpTo(Duration value) {
            this.waitUpTo = value;
            return this;
        }

        /// Sets [Knobs#maxWaiting()].
        public Builder maxWaiting(int value) {
            this.maxWaiting = value;
            return this;
        }

        /// The knobs.
        ///
        /// @throws IllegalArgumentException when a value is out of its range; the message names it
        public Knobs build() {
            return new Knobs(
                    maxAttempts,
                    attemptsPerProvider,
                    sameTargetRetries,
                    attemptTimeout,
                    answerTimeout == null ? attemptTimeout.multipliedBy(4) : answerTimeout,
                    idleTimeout,
                    connectTimeout,
                    deadline,
                    defaultCooldown,
                    maxCooldown,
                    waitUpTo,
                    maxWaiting);
        }
    }
}

package dev.sidestep.core.failover;

import java.time.Duration;

/// The knobs of a failover. Immutable; every default is that of the specification.
///
/// @param maxAttempts most attempts of a call, retries included, at least 1
/// @param attemptTimeout longest wait of an attempt for the first content of a stream
/// @param answerTimeout longest wait of an attempt for a whole answer that is not streamed
/// @param deadline span from the start of a call to the last moment at which it may still run
/// @param sameTargetRetries retries of a target after transient failures, before the fallback
/// @param defaultCooldown of a rate limit that names no wait
/// @param maxCooldown no cooldown is longer
/// @param waitUpTo a limit that is over sooner is waited for even while other targets are left
public record FailoverPolicy(
        int maxAttempts,
        Duration attemptTimeout,
        Duration answerTimeout,
        Duration deadline,
        int sameTargetRetries,
        Duration defaultCooldown,
        Duration maxCooldown,
        Duration waitUpTo) {

    public FailoverPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("max-attempts must be at least 1: " + maxAttempts);
        }
        if (sameTargetRetries < 0) {
            throw new IllegalArgumentException("same-target-retries must not be negative: " + sameTargetRetries);
        }
        positive("attempt-timeout", attemptTimeout);
        positive("answer-timeout", answerTimeout);
        positive("deadline", deadline);
        positive("default-cooldown", defaultCooldown);
        positive("max-cooldown", maxCooldown);
        if (waitUpTo.isNegative()) {
            throw new IllegalArgumentException("wait-up-to must not be negative: " + waitUpTo);
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }

    /// The defaults.
    public static FailoverPolicy defaults() {
        return builder().build();
    }

    /// A builder that starts from the defaults.
    public static Builder builder() {
        return new Builder();
    }

    /// A builder that starts from this policy.
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxAttempts = maxAttempts;
        builder.attemptTimeout = attemptTimeout;
        builder.answerTimeout = answerTimeout;
        builder.deadline = deadline;
        builder.sameTargetRetries = sameTargetRetries;
        builder.defaultCooldown = defaultCooldown;
        builder.maxCooldown = maxCooldown;
        builder.waitUpTo = waitUpTo;
        return builder;
    }

    /// Collects the knobs. Not thread-safe.
    public static final class Builder {
        private int maxAttempts = 25;
        private Duration attemptTimeout = Duration.ofSeconds(30);
        private Duration answerTimeout = Duration.ofMinutes(2);
        private Duration deadline = Duration.ofMinutes(5);
        private int sameTargetRetries = 1;
        private Duration defaultCooldown = Duration.ofMinutes(5);
        private Duration maxCooldown = Duration.ofHours(24);
        private Duration waitUpTo = Duration.ofSeconds(1);

        private Builder() {}

        /// Most attempts of a call, retries included.
        public Builder maxAttempts(int value) {
            maxAttempts = value;
            return this;
        }

        /// Longest wait of an attempt for the first content of a stream.
        public Builder attemptTimeout(Duration value) {
            attemptTimeout = value;
            return this;
        }

        /// Longest wait of an attempt for a whole answer that is not streamed.
        public Builder answerTimeout(Duration value) {
            answerTimeout = value;
            return this;
        }

        /// Span from the start of a call to the last moment at which it may still run.
        public Builder deadline(Duration value) {
            deadline = value;
            return this;
        }

        /// Retries of a target after transient failures, before the fallback.
        public Builder sameTargetRetries(int value) {
            sameTargetRetries = value;
            return this;
        }

        /// Cooldown of a rate limit that names no wait.
        public Builder defaultCooldown(Duration value) {
            defaultCooldown = value;
            return this;
        }

        /// No cooldown is longer.
        public Builder maxCooldown(Duration value) {
            maxCooldown = value;
            return this;
        }

        /// A limit that is over sooner is waited for even while other targets are left.
        public Builder waitUpTo(Duration value) {
            waitUpTo = value;
            return this;
        }

        /// The policy.
        ///
        /// @throws IllegalArgumentException naming the knob that is out of its range
        public FailoverPolicy build() {
            return new FailoverPolicy(
                    maxAttempts,
                    attemptTimeout,
                    answerTimeout,
                    deadline,
                    sameTargetRetries,
                    defaultCooldown,
                    maxCooldown,
                    waitUpTo);
        }
    }
}

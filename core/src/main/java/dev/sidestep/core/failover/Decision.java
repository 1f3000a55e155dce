package dev.sidestep.core.failover;

import dev.sidestep.core.Target;
import dev.sidestep.core.selection.Skip;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a call does next.
public sealed interface Decision {
    /// Targets passed over on the way to this decision: the first 32 of them.
    List<Skip> skipped();

    /// Send the request to this target.
    ///
    /// @param attempt the attempt's number, from 1
    /// @param move how it came to this target
    /// @param timeoutNanos the attempt's time, from now; never past the deadline
    record Send(Target target, int attempt, Move move, long timeoutNanos, List<Skip> skipped) implements Decision {}

    /// Wait until this moment, then ask again.
    ///
    /// @param target what is waited for
    record Wait(Target target, long untilNanos, Cause cause, List<Skip> skipped) implements Decision {
        /// Why.
        public enum Cause {
            /// The target's limit resets then.
            RESET("reset"),
            /// A transient failure is given a moment.
            BACKOFF("backoff");

            private final String id;

            Cause(String id) {
                this.id = id;
            }

            /// The cause's name in logs.
            public String id() {
                return id;
            }
        }
    }

    /// Nothing is left to try.
    ///
    /// @param reason what stood in the way
    /// @param bound what ended the search
    /// @param retryAfterNanos from now until a target that could serve this call is free, at least 1;
    ///     0 where no wait helps
    /// @param skipped why the targets that were not tried are out: the first 32 of them
    record GiveUp(Reason reason, Bound bound, long retryAfterNanos, List<Skip> skipped) implements Decision {}

    /// How a call came to a target.
    enum Move {
        /// It begins there.
        START("start"),
        /// The same target once more.
        RETRY("retry"),
        /// Another model of the account.
        MODEL("model"),
        /// Another account of the same provider type.
        ACCOUNT("account"),
        /// Another provider type.
        PROVIDER("provider");

        private final String id;

        Move(String id) {
            this.id = id;
        }

        /// Its name in documents, spans and metrics.
        public String id() {
            return id;
        }

        /// How a call comes from one target to another; from none where it begins.
        public static Move between(@Nullable Target from, Target to) {
            if (from == null) {
                return START;
            }
            if (from.equals(to)) {
                return RETRY;
            }
            if (from.account().equals(to.account())) {
                return MODEL;
            }
            return from.providerType().equals(to.providerType()) ? ACCOUNT : PROVIDER;
        }
    }

    /// What stood in the way of a call.
    enum Reason {
        /// Limits that time cures.
        RATE_LIMITED,
        /// Providers that failed or could not be reached.
        UNAVAILABLE,
        /// Credentials that were refused.
        UNAUTHORIZED,
        /// Accounts without funds.
        OUT_OF_FUNDS,
        /// The call is larger than any target takes.
        TOO_LARGE,
        /// No configured target has what the call needs.
        UNFIT,
        /// No configured account has a model of the name asked for.
        UNKNOWN_MODEL,
        /// No provider offers the model any more.
        MODEL_UNAVAILABLE,
        /// The request itself; the provider's own answer belongs to the caller.
        REJECTED,
        /// The caller went away.
        CANCELLED;

        /// The reason's name in errors, logs and metrics.
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// What ended a search.
    enum Bound {
        /// Every target was tried or could not be.
        NOTHING_LEFT,
        /// `max-attempts` were made.
        MAX_ATTEMPTS,
        /// The call's time was up, or the next wait would have ended past it.
        DEADLINE;

        /// The bound's name in errors, logs and metrics.
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// The target that a send or a wait is about.
    default Optional<Target> subject() {
        return switch (this) {
            case Send send -> Optional.of(send.target());
            case Wait wait -> Optional.of(wait.target());
            case GiveUp _ -> Optional.empty();
        };
    }
}

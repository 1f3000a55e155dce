package dev.sidestep.call;

import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.failover.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Something that was decided or happened. Events only tell: nothing depends on who listens.
public sealed interface CallEvent {
    /// A request is about to be sent.
    ///
    /// @param call the call's id
    /// @param decision the send, with what was passed over on the way to it
    /// @param before the attempts that failed before it, in order
    record Sending(String call, Decision.Send decision, List<Attempt> before) implements CallEvent {}

    /// An attempt failed.
    ///
    /// @param maxAttempts how many the call may make
    record AttemptFailed(String call, Attempt attempt, int maxAttempts) implements CallEvent {}

    /// A provider refused in words that nobody here understands: what it came to follows from the
    /// status alone.
    ///
    /// @param detail the words, shortened
    record Unclassified(String call, Target target, String detail) implements CallEvent {}

    /// The call waits.
    ///
    /// @param span how long
    record Waiting(String call, Decision.Wait decision, Duration span) implements CallEvent {}

    /// The call was answered; of a stream, its first content came.
    ///
    /// @param sidestepped whether anything stood in the way: a target was passed over, an attempt
    ///     failed, or the call waited
    record Answered(String call, Target target, int attempts, boolean sidestepped, Duration took)
            implements CallEvent {}

    /// A stream broke off after its first content: the provider failed, or, with the outcome
    /// [dev.sidestep.core.Outcome.Cancelled], the caller left.
    record Broken(String call, Target target, Outcome outcome, String detail) implements CallEvent {}

    /// The call failed before any content; with the reason `CANCELLED`, the caller left.
    record Failed(String call, CallFailedException failure) implements CallEvent {}

    /// Something began to cool, or cools for longer now.
    record Cooled(Cooldown cooldown, Instant until) implements CallEvent {}

    /// A cooldown ended by itself.
    record CooldownExpired(Cooldown cooldown) implements CallEvent {}
}

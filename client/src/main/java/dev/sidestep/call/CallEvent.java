package dev.sidestep.call;

import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.failover.Decision;
import dev.sidestep.core.quota.Expected;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that was decided or happened. Events only tell: nothing depends on who listens.
///
/// Of a call: [Began]; then, for each attempt, [Sending] and, once whatever happens, [AttemptEnded]; and at the end one
/// of [Completed], [Broken] and [Failed]. They come in order, on the call's event loop.
public sealed interface CallEvent {
    /// The id of the call that it is about; empty where it is about none.
    default Optional<String> about() {
        return switch (this) {
            case Began(var call, var _, var _, var _) -> Optional.of(call);
            case Sending sending -> Optional.of(sending.call());
            case AttemptEnded(var call, var _, var _) -> Optional.of(call);
            case Unclassified(var call, var _, var _) -> Optional.of(call);
            case Waiting(var call, var _, var _) -> Optional.of(call);
            case Answered(var call, var _, var _) -> Optional.of(call);
            case Completed(var call, var _, var _) -> Optional.of(call);
            case Broken broken -> Optional.of(broken.call());
            case Failed(var call, var _, var _) -> Optional.of(call);
            case Cooled(var call, var _, var _) -> Optional.of(call);
            case CooldownExpired _ -> Optional.empty();
        };
    }

    /// True where nothing more is told of the call that it is about.
    default boolean isEnd() {
        return switch (this) {
            case Completed _, Broken _, Failed _ -> true;
            case Began _, Sending _, AttemptEnded _, Unclassified _, Waiting _, Answered _ -> false;
            case Cooled _, CooldownExpired _ -> false;
        };
    }

    /// A call began.
    ///
    /// @param call the call's id
    /// @param at when, by the wall clock
    /// @param atNanos when, as the ticker counts
    record Began(String call, CallFacts facts, Instant at, long atNanos) implements CallEvent {}

    /// A request is about to be sent.
    ///
    /// @param call the call's id
    /// @param decision the send, with what was passed over on the way to it
    /// @param expected what it will take, as far as anybody can tell
    /// @param waited how long the call waited right before it
    /// @param before the attempts that failed before it, in order
    record Sending(String call, Decision.Send decision, Expected expected, Duration waited, List<Attempt> before)
            implements CallEvent {}

    /// An attempt is over, and what it took is known as well as it ever will be: it failed before any content, its
    /// answer is complete, or the rest of that is lost.
    ///
    /// @param maxAttempts how many the call may make
    record AttemptEnded(String call, Expense expense, int maxAttempts) implements CallEvent {}

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
    record Answered(String call, Target target, Tally tally) implements CallEvent {}

    /// The call was answered to its end.
    record Completed(String call, Target target, Tally tally) implements CallEvent {}

    /// A stream broke off after its first content: the provider failed, or, with the outcome
    /// [dev.sidestep.core.Outcome.Cancelled], the caller left.
    record Broken(String call, Target target, Outcome outcome, String detail, Tally tally) implements CallEvent {}

    /// The call failed before any content; with the reason `CANCELLED`, the caller left.
    record Failed(String call, CallFailedException failure, Tally tally) implements CallEvent {}

    /// Something began to cool, or cools for longer now, because of an attempt of a call.
    ///
    /// @param call the call's id
    record Cooled(String call, Cooldown cooldown, Instant until) implements CallEvent {}

    /// A cooldown ended by itself.
    record CooldownExpired(Cooldown cooldown) implements CallEvent {}

    /// What a call has come to so far.
    ///
    /// @param attempts how many it made
    /// @param sidestepped whether anything stood in the way: a target was passed over, an attempt
    ///     failed, or the call waited
    /// @param waited how long it waited, in all
    /// @param took how long it has been under way
    record Tally(int attempts, boolean sidestepped, Duration waited, Duration took) {}
}

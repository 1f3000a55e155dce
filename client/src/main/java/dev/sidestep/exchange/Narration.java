package dev.sidestep.exchange;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallFailedException;
import dev.sidestep.core.Account;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.failover.Decision.Move;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.selection.Skip;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.event.Level;

/// The lines that people read about a failover, in logs and on the terminal. People search for
/// them, so the words are fixed.
public final class Narration {
    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /// Failures that say nothing about the providers.
    private static final Set<Reason> QUIET = Set.of(Reason.REJECTED, Reason.UNKNOWN_MODEL, Reason.CANCELLED);

    private final Supplier<Setup> setup;
    private final Supplier<Long> nowNanos;

    /// One line.
    public record Line(Level level, String text) {}

    /// Tells about the calls of this dispatcher.
    public Narration(Dispatcher dispatcher) {
        this.setup = dispatcher::setup;
        this.nowNanos = dispatcher::nowNanos;
    }

    /// The lines about an event, in order.
    public List<Line> lines(CallEvent event) {
        return switch (event) {
            case CallEvent.Began _ -> List.of();
            case CallEvent.Sending(var _, var send, var _, var _, var before) -> sending(send, before);
            case CallEvent.AttemptEnded(var _, var expense, var most) ->
                // What became of an answer that had begun, the call's end tells.
                expense.hasContent() ? List.of() : List.of(failed(expense.attempt(), most));
            case CallEvent.Unclassified(var call, var target, var detail) ->
                one(
                        Level.WARN,
                        "unclassified call=" + call + " target=" + label(target) + " detail=\"" + detail + "\"");
            case CallEvent.Waiting(var call, var wait, var span) ->
                one(
                        Level.INFO,
                        "waiting call=" + call + " target=" + label(wait.target()) + " ms=" + span.toMillis()
                                + " cause=" + wait.cause().id());
            // A line for every call that nothing stood in the way of would bury the others, and cost more
            // than the rest of the hop.
            case CallEvent.Answered(var _, var target, var tally) ->
                one(
                        tally.sidestepped() ? Level.INFO : Level.DEBUG,
                        "✅ Success! Agent responded with " + target.model().id());
            case CallEvent.Completed _ -> List.of();
            case CallEvent.Broken(var call, var target, var outcome, var detail, var _) ->
                one(
                        outcome instanceof Outcome.Cancelled ? Level.INFO : Level.WARN,
                        "broken call=" + call + " target=" + label(target) + " outcome=" + outcome.id() + " detail=\""
                                + detail + "\"");
            case CallEvent.Failed(var call, var failure, var _) -> gaveUp(call, failure);
            case CallEvent.Cooled(var _, var cooldown, var until) -> one(Level.INFO, cooled(cooldown, until));
            case CallEvent.CooldownExpired(var cooldown) ->
                one(Level.INFO, "Rate limit cooldown expired for " + label(cooldown.target()));
        };
    }

    private List<Line> sending(Send send, List<Attempt> before) {
        List<Line> lines = new ArrayList<>();
        for (Skip skip : send.skipped()) {
            if (skip instanceof Skip.Cooling(var target, var cooldown)) {
                long seconds = cooldown.remainingSeconds(nowNanos.get());
                lines.add(new Line(
                        Level.DEBUG,
                        "Model " + label(target) + " is cached as rate-limited. " + seconds + "s remaining."));
            }
        }
        if (before.isEmpty() || send.move() == Move.RETRY) {
            return lines;
        }
        Attempt last = before.getLast();
        String label = label(send.target());
        String attempt = "🔄 Attempt " + last.number() + ": Switching ";
        if (send.move() == Move.MODEL) {
            lines.add(new Line(Level.INFO, attempt + "to " + label));
            return lines;
        }
        lines.add(exhausted(last.target().account()));
        if (send.move() == Move.PROVIDER) {
            lines.add(new Line(
                    Level.INFO,
                    "🚀 Switching to different provider type: " + send.target().providerType() + ", model: "
                            + send.target().model().id()));
        }
        lines.add(new Line(Level.INFO, attempt + "provider to " + label));
        return lines;
    }

    private Line failed(Attempt attempt, int most) {
        String count = " (attempt " + attempt.number() + "/" + most + ")";
        if (attempt.outcome() instanceof Outcome.RateLimited) {
            return new Line(Level.WARN, "⚠️ Rate limit hit on " + label(attempt.target()) + count);
        }
        String what = attempt.outcome().id() + (attempt.detail().isEmpty() ? "" : ": " + attempt.detail());
        return new Line(Level.WARN, "⚠️ " + label(attempt.target()) + " " + what + count);
    }

    private List<Line> gaveUp(String call, CallFailedException failure) {
        if (QUIET.contains(failure.reason())) {
            return one(
                    Level.INFO, "call=" + call + " reason=" + failure.reason().id());
        }
        List<Line> lines = new ArrayList<>();
        if (!failure.attempts().isEmpty()) {
            lines.add(exhausted(failure.attempts().getLast().target().account()));
        }
        lines.add(new Line(Level.ERROR, "❌ No more fallback models or providers available"));
        return lines;
    }

    private Line exhausted(Account account) {
        return new Line(
                Level.WARN, "⚠️ All models in " + setup.get().label(account) + " appear rate-limited or exhausted");
    }

    private String cooled(Cooldown cooldown, Instant until) {
        String time = UNTIL.format(until.atZone(ZoneId.systemDefault()));
        String key = RateLimits.key(setup.get(), cooldown);
        return cooldown.kind() == CooldownKind.RATE_LIMIT
                ? "Cached rate limit for " + key + " until " + time
                : "Cooling " + key + " until " + time + " kind="
                        + cooldown.kind().id();
    }

    private String label(Target target) {
        return setup.get().label(target);
    }

    private static List<Line> one(Level level, String text) {
        return List.of(new Line(level, text));
    }
}

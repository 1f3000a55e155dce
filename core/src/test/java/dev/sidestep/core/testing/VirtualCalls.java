package dev.sidestep.core.testing;

import dev.sidestep.core.Needs;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.failover.Decision;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.failover.Decision.Wait;
import dev.sidestep.core.failover.Failover;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.health.RetryBudget;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.selection.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes calls in virtual time: every attempt takes ten milliseconds and comes to what the upstream
/// says, every wait passes at once.
public final class VirtualCalls {
    private static final Duration ATTEMPT = Duration.ofMillis(10);
    /// Far more than any call may need: a test that gets here has found an endless one.
    private static final int MOST_DECISIONS = 10_000;

    private final ManualTicker ticker = new ManualTicker(-1_000_000_000L);
    private final Cooldowns cooldowns = new Cooldowns();
    private final Knowledge known = Known.of(cooldowns, new RetryBudget(ticker.nanos()));
    private final Targets targets;
    private final FailoverPolicy policy;
    private final Upstream upstream;

    /// What the providers answer.
    @FunctionalInterface
    public interface Upstream {
        /// What an attempt at this target comes to.
        Outcome answer(Target target, long nowNanos);
    }

    /// How a call went.
    ///
    /// @param decisions all of them, in order
    /// @param attempts as the engine recorded them
    public record Played(List<Decision> decisions, List<Attempt> attempts) {
        /// Where requests went, in order.
        public List<String> sentTo() {
            return sends().stream().map(send -> send.target().name()).toList();
        }

        /// The sends, in order.
        public List<Send> sends() {
            return decisions.stream()
                    .filter(Send.class::isInstance)
                    .map(Send.class::cast)
                    .toList();
        }

        /// The waits, in order.
        public List<Wait> waits() {
            return decisions.stream()
                    .filter(Wait.class::isInstance)
                    .map(Wait.class::cast)
                    .toList();
        }

        /// True where an attempt succeeded.
        public boolean isAnswered() {
            return !attempts.isEmpty() && attempts.getLast().outcome() instanceof Outcome.Succeeded;
        }

        /// How it gave up.
        public GiveUp giveUp() {
            return (GiveUp) decisions.getLast();
        }
    }

    public VirtualCalls(Targets targets, FailoverPolicy policy, Upstream upstream) {
        this.targets = targets;
        this.policy = policy;
        this.upstream = upstream;
    }

    /// A chat call for this name.
    public Played call(String wanted) {
        return call(targets.course(wanted, List.of()), Needs.chat());
    }

    /// A call that takes this course and has these needs.
    public Played call(Course course, Needs needs) {
        Selection selection = Known.selection(targets, course, needs, known);
        Failover failover = new Failover(policy, selection, new Random(1), true, ticker.nanos());
        List<Decision> decisions = new ArrayList<>();
        Decision decision = failover.start(ticker.nanos());
        while (decisions.size() < MOST_DECISIONS) {
            decisions.add(decision);
            switch (decision) {
                case Send(var target, var _, var _, var _, var _) -> {
                    ticker.advance(ATTEMPT);
                    Outcome outcome = upstream.answer(target, ticker.nanos());
                    if (outcome instanceof Outcome.Succeeded) {
                        failover.succeeded(List.of(), ticker.nanos());
                        failover.settled(null, ticker.nanos());
                        return new Played(decisions, failover.attempts());
                    }
                    decision = failover.ended(outcome, "", ticker.nanos());
                }
                case Wait wait -> {
                    ticker.advanceTo(wait.untilNanos());
                    decision = failover.woken(ticker.nanos());
                }
                case GiveUp _ -> {
                    return new Played(decisions, failover.attempts());
                }
            }
        }
        throw new AssertionError("the call does not end: " + failover.attempts().size() + " attempts");
    }

    /// The clock.
    public ManualTicker ticker() {
        return ticker;
    }

    /// What the calls have learned.
    public Knowledge known() {
        return known;
    }

    /// What is cooling.
    public Cooldowns cooldowns() {
        return cooldowns;
    }
}

package dev.sidestep.gateway.ledger;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallEvent.Began;
import dev.sidestep.call.CallEvent.Sending;
import dev.sidestep.call.CallEvent.Tally;
import dev.sidestep.call.Expense;
import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.selection.Skip;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Place;
import dev.sidestep.store.ledger.Skipped;
import dev.sidestep.store.ledger.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call under way, as far as it was told: makes its rows. Not thread-safe: of the call's event loop.
final class OpenCall {
    private static final Tally NOTHING = new Tally(0, false, Duration.ZERO, Duration.ZERO);

    private final Began began;
    private final String client;
    private final long startedAt;
    private final List<Skip> passed = new ArrayList<>(0);
    private Place place = Place.NOWHERE;
    private long firstContent = Timing.NEVER;
    private @Nullable AttemptRow attempt;

    /// @param client the name of the caller's key
    OpenCall(Began began, String client) {
        this.began = began;
        this.client = client;
        this.startedAt = began.at().toEpochMilli();
    }

    /// The row of a call that is not over.
    CallRow row() {
        return row(CallRow.OPEN, "", NOTHING, List.of());
    }

    /// What was passed over before a wait belongs to the attempt after it.
    void waiting(CallEvent.Waiting waiting) {
        passed.addAll(waiting.decision().skipped());
    }

    /// The row of an attempt that is about to be made.
    AttemptRow row(Sending sending, long nowNanos) {
        Target target = sending.decision().target();
        place = Rows.place(target);
        Reckoning most = Reckoning.open(target.model(), sending.expected());
        AttemptRow row = new AttemptRow(
                began.call(),
                sending.decision().attempt(),
                place,
                client,
                sending.decision().move().id(),
                CallRow.OPEN,
                "",
                true,
                new Timing(at(nowNanos), sending.waited().toMillis(), 0, Timing.NEVER),
                0,
                most.state(),
                most.tokens(),
                most.cost(),
                takePassed(sending, nowNanos));
        attempt = row;
        return row;
    }

    private List<Skipped> takePassed(Sending sending, long nowNanos) {
        passed.addAll(sending.decision().skipped());
        List<Skipped> words = Passed.inWords(passed, nowNanos);
        passed.clear();
        return words;
    }

    /// The row of an attempt that is over; empty where none was made.
    Optional<AttemptRow> row(Expense expense) {
        AttemptRow open = attempt;
        attempt = null;
        return open == null ? Optional.empty() : Optional.of(over(open, expense));
    }

    private AttemptRow over(AttemptRow open, Expense expense) {
        Attempt made = expense.attempt();
        Reckoning reckoning = Reckoning.of(expense);
        return new AttemptRow(
                open.call(),
                open.number(),
                open.place(),
                open.client(),
                open.move(),
                made.outcome().id(),
                Rows.shortened(made.detail()),
                expense.isSent(),
                timing(open, expense),
                Rows.millis(made.cooledNanos()),
                reckoning.state(),
                reckoning.tokens(),
                reckoning.cost(),
                open.skipped());
    }

    private Timing timing(AttemptRow open, Expense expense) {
        Attempt made = expense.attempt();
        return new Timing(
                at(made.startedNanos()),
                open.timing().waited(),
                Rows.millis(made.endedNanos() - made.startedNanos()),
                expense.hasContent() ? Rows.millis(expense.firstContentNanos()) : Timing.NEVER);
    }

    /// The answer has begun.
    void answered(Tally tally) {
        firstContent = tally.took().toMillis();
    }

    /// The row of a call that is over.
    CallRow row(String outcome, String detail, Tally tally, List<Skipped> skipped) {
        return new CallRow(
                began.call(),
                client,
                began.facts().kind().id(),
                began.facts().wire().id(),
                Rows.wanted(began.facts().wanted()),
                began.facts().streaming(),
                outcome,
                Rows.shortened(detail),
                place,
                tally.attempts(),
                tally.sidestepped(),
                new Timing(startedAt, tally.waited().toMillis(), tally.took().toMillis(), firstContent),
                skipped);
    }

    /// The wall clock's moment of a moment of the ticker: no jump of the clock comes between a call and its attempts.
    private long at(long nanos) {
        return startedAt + Rows.millis(nanos - began.atNanos());
    }
}

package dev.sidestep.gateway.ledger;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallEvent.Broken;
import dev.sidestep.call.CallEvent.Failed;
import dev.sidestep.call.CallListener;
import dev.sidestep.call.CallOutcome;
import dev.sidestep.core.Ticker;
import dev.sidestep.store.Store;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Skipped;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Writes calls and their attempts into the ledger: each when it begins, and again when it is over. Thread-safe; keeps
/// something of calls under way and of nothing else.
public final class Recorder implements CallListener {
    private final Store store;
    private final UnaryOperator<String> names;
    private final Ticker ticker;
    private final ConcurrentMap<String, OpenCall> calls = new ConcurrentHashMap<>();

    /// @param names the name of the key of a client that a call's terms tell
    /// @param ticker the calls' own
    public Recorder(Store store, UnaryOperator<String> names, Ticker ticker) {
        this.store = store;
        this.names = names;
        this.ticker = ticker;
    }

    @Override
    public void on(CallEvent event) {
        switch (event) {
            case CallEvent.Began began -> began(began);
            case CallEvent.Waiting waiting -> of(waiting.call(), call -> call.waiting(waiting));
            case CallEvent.Sending sending ->
                of(sending.call(), call -> store.record(call.row(sending, ticker.nanos())));
            case CallEvent.AttemptEnded(var id, var expense, var _) ->
                of(id, call -> call.row(expense).ifPresent(store::record));
            case CallEvent.Answered(var id, var _, var tally) -> of(id, call -> call.answered(tally));
            case CallEvent.Completed(var id, var _, var tally) -> ended(id, CallOutcome.ANSWERED, "", tally, List.of());
            case Broken broken ->
                ended(broken.call(), CallOutcome.of(broken), broken.detail(), broken.tally(), List.of());
            case Failed failed -> failed(failed);
            case CallEvent.Unclassified _, CallEvent.Cooled _, CallEvent.CooldownExpired _ -> {}
        }
    }

    private void began(CallEvent.Began began) {
        OpenCall call = new OpenCall(began, names.apply(began.facts().client()));
        calls.put(began.call(), call);
        store.record(call.row());
    }

    private void of(String id, Consumer<OpenCall> then) {
        OpenCall call = calls.get(id);
        if (call != null) {
            then.accept(call);
        }
    }

    private void failed(Failed failed) {
        List<Skipped> skipped = Passed.inWords(failed.failure().skipped(), ticker.nanos());
        String detail = String.valueOf(failed.failure().getMessage());
        ended(failed.call(), failed.failure().reason().id(), detail, failed.tally(), skipped);
    }

    private void ended(String id, String outcome, String detail, CallEvent.Tally tally, List<Skipped> skipped) {
        OpenCall call = calls.remove(id);
        if (call != null) {
            CallRow row = call.row(outcome, detail, tally, skipped);
            store.record(row);
        }
    }
}

package dev.sidestep.gateway.trace;

import dev.sidestep.call.CallListener;
import dev.sidestep.call.TraceContext;
import dev.sidestep.gateway.metrics.SpanCounts;
import dev.sidestep.store.ledger.Content;

/// Where the spans of calls are made, and sent from.
interface Spans extends CallListener, TraceContext, AutoCloseable {
    /// What the call says and is answered is recorded: its span does not end before [#content].
    void expectContent(String call);

    /// What a call said and was answered; told once the client has its answer.
    void content(Content content);

    /// Whether a call is under way whose span is made here.
    boolean isOpen();

    SpanCounts counts();

    /// Sends what waits, for some seconds at most, and nothing after that.
    @Override
    void close();
}

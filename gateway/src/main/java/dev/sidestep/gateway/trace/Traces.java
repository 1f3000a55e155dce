package dev.sidestep.gateway.trace;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallListener;
import dev.sidestep.call.TraceContext;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.gateway.config.TraceConfig;
import dev.sidestep.gateway.metrics.SpanCounts;
import dev.sidestep.store.ledger.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// The spans of calls, as far as the configuration in force wants them. Thread-safe.
///
/// A call's spans go where they would have gone when it began, whatever is configured meanwhile.
public final class Traces implements CallListener, TraceContext, AutoCloseable {
    private final Dispatcher dispatcher;
    private final AtomicReference<State> state =
            new AtomicReference<>(new State(Optional.empty(), List.of(), SpanCounts.NONE));

    /// @param config that is in force, where one is
    /// @param before those that calls still use which began with them
    /// @param past what became of the spans of those that nobody uses any more
    private record State(Optional<InForce> config, List<Spans> before, SpanCounts past) {
        private Optional<Spans> current() {
            return config.map(InForce::spans);
        }

        private List<Spans> all() {
            List<Spans> all = new ArrayList<>(before);
            current().ifPresent(all::add);
            return all;
        }

        private State put(Optional<InForce> other) {
            return new State(other, all(), past);
        }

        private State without(Spans over) {
            List<Spans> left = before.stream().filter(each -> each != over).toList();
            return new State(config, left, past.plus(over.counts()));
        }
    }

    private record InForce(TraceConfig config, Spans spans) {}

    /// No spans yet.
    ///
    /// @param dispatcher whose calls they are of
    public Traces(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /// Puts a configuration in force.
    public synchronized void configure(Optional<TraceConfig> config) {
        if (config.equals(state.get().config().map(InForce::config))) {
            return;
        }
        Optional<InForce> next = config.map(each -> new InForce(each, OtlpSpans.open(each, dispatcher)));
        change(before -> before.put(next));
    }

    private void change(UnaryOperator<State> change) {
        state.updateAndGet(change);
    }

    /// True where new calls get spans.
    public boolean isOn() {
        return state.get().config().isPresent();
    }

    @Override
    public void on(CallEvent event) {
        State now = state.get();
        now.current().ifPresent(spans -> spans.on(event));
        if (!(event instanceof CallEvent.Began)) {
            now.before().forEach(spans -> spans.on(event));
        }
    }

    @Override
    public Optional<String> traceparent(String call, int attempt) {
        for (Spans spans : state.get().all()) {
            Optional<String> known = spans.traceparent(call, attempt);
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    /// What the call says and is answered is recorded.
    public void expectContent(String call) {
        state.get().current().ifPresent(spans -> spans.expectContent(call));
    }

    /// What a call said and was answered.
    public void content(Content content) {
        state.get().all().forEach(spans -> spans.content(content));
    }

    /// Lets go of what no call uses any more. May take some seconds.
    public synchronized void tidy() {
        for (Spans each : state.get().before()) {
            if (!each.isOpen()) {
                each.close();
                change(before -> before.without(each));
            }
        }
    }

    /// Whether there is anything to [#tidy].
    public boolean isUntidy() {
        return !state.get().before().isEmpty();
    }

    /// What became of all spans so far.
    public SpanCounts counts() {
        State now = state.get();
        return now.all().stream().map(Spans::counts).reduce(now.past(), SpanCounts::plus);
    }

    @Override
    public synchronized void close() {
        change(before -> before.put(Optional.empty()));
        state.get().before().forEach(Spans::close);
    }
}

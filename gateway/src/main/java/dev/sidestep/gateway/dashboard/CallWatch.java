package dev.sidestep.gateway.dashboard;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallListener;
import dev.sidestep.call.CallOutcome;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.exchange.Dispatcher;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Counts all calls, and follows the first that begin in each tick. Told on event loops; asked by one thread at a time.
final class CallWatch implements CallListener {
    /// More than 50 a second nobody can look at.
    static final int MOST_PER_TICK = 30;

    /// Streams may last for minutes.
    static final int MOST_FOLLOWED = 1_000;

    private final Dispatcher dispatcher;
    private final UnaryOperator<String> clients;
    private final Counts counts = new Counts();
    private final Count unshown = new Count();
    private final ConcurrentMap<String, CallTrail> followed = new ConcurrentHashMap<>();
    private final Set<Target> touched = ConcurrentHashMap.newKeySet();
    private final AtomicInteger begun = new AtomicInteger();

    /// @param clients the name of the key of a client that a call's terms tell
    CallWatch(Dispatcher dispatcher, UnaryOperator<String> clients) {
        this.dispatcher = dispatcher;
        this.clients = clients;
    }

    @Override
    public void on(CallEvent event) {
        switch (event) {
            case CallEvent.Began began -> began(began);
            case CallEvent.Waiting waiting -> waiting(waiting);
            case CallEvent.Sending sending -> sending(sending);
            case CallEvent.AttemptEnded ended -> attemptEnded(ended);
            case CallEvent.Answered(var id, var _, var tally) -> of(id, call -> call.answered(tally));
            case CallEvent.Completed(var id, var _, var tally) ->
                ended(id, CallOutcome.ANSWERED, counts.answered, tally);
            case CallEvent.Broken broken ->
                unanswered(broken.call(), CallOutcome.of(broken), counts.broken, broken.tally());
            case CallEvent.Failed failed -> failed(failed);
            case CallEvent.Cooled(var _, var cooldown, var _) -> touched.add(cooldown.target());
            case CallEvent.CooldownExpired(var cooldown) -> touched.add(cooldown.target());
            case CallEvent.Unclassified _ -> {}
        }
    }

    private void began(CallEvent.Began began) {
        counts.began.increment();
        boolean isShown = begun.get() < MOST_PER_TICK
                && begun.incrementAndGet() <= MOST_PER_TICK
                && followed.size() < MOST_FOLLOWED;
        if (isShown) {
            followed.put(
                    began.call(),
                    new CallTrail(began, clients.apply(began.facts().client())));
        } else {
            unshown.increment();
        }
    }

    private void waiting(CallEvent.Waiting waiting) {
        of(
                waiting.call(),
                call -> call.waiting(dispatcher.now().plus(waiting.span()).truncatedTo(ChronoUnit.MILLIS)));
    }

    private void sending(CallEvent.Sending sending) {
        counts.attempts.increment();
        Target target = sending.decision().target();
        // Mostly it is in already, and looking takes no lock.
        if (!touched.contains(target)) {
            touched.add(target);
        }
        of(sending.call(), call -> call.sending(sending, dispatcher.nowNanos()));
    }

    private void attemptEnded(CallEvent.AttemptEnded ended) {
        if (ended.expense().attempt().outcome() instanceof Outcome.RateLimited) {
            counts.rateLimited.increment();
        }
        of(ended.call(), call -> call.attemptEnded(ended.expense()));
    }

    private void failed(CallEvent.Failed failed) {
        unanswered(failed.call(), failed.failure().reason().id(), counts.failed, failed.tally());
    }

    /// @param count of those whose caller did not leave
    private void unanswered(String id, String outcome, Count count, CallEvent.Tally tally) {
        ended(id, outcome, outcome.equals(CallOutcome.CANCELLED) ? counts.cancelled : count, tally);
    }

    private void ended(String id, String outcome, Count count, CallEvent.Tally tally) {
        counts.ended(count, tally);
        of(id, call -> call.ended(outcome, tally));
    }

    private void of(String id, Consumer<CallTrail> then) {
        CallTrail call = followed.get(id);
        if (call != null) {
            then.accept(call);
        }
    }

    /// What happened to all calls since this was asked the last time.
    Map<String, Object> countsSinceLast() {
        return counts.sinceLast();
    }

    /// How many calls began since this was asked the last time that are not followed.
    long unshownSinceLast() {
        return unshown.sinceLast();
    }

    /// What is new of the calls that are followed, in the order in which they began. Those that are over are told once
    /// more, and then forgotten.
    List<Map<String, Object>> news() {
        begun.set(0);
        long nowNanos = dispatcher.nowNanos();
        List<Map<String, Object>> news = new ArrayList<>();
        followed.values().stream().sorted(Comparator.comparing(CallTrail::id)).forEach(call -> {
            boolean isOver = call.isOver();
            call.news(nowNanos).ifPresent(news::add);
            if (isOver) {
                followed.remove(call.id());
            }
        });
        return news;
    }

    /// The targets that calls had to do with since this was asked the last time.
    Set<Target> takeTouched() {
        Set<Target> taken = new HashSet<>(touched);
        touched.removeAll(taken);
        return taken;
    }
}

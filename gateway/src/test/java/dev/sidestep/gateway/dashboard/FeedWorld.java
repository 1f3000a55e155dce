package dev.sidestep.gateway.dashboard;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallEvent.Tally;
import dev.sidestep.call.CallFacts;
import dev.sidestep.call.CallKind;
import dev.sidestep.call.Expense;
import dev.sidestep.call.Origin;
import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.failover.Decision.Move;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.quota.Expected;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.exchange.Setup;
import dev.sidestep.gateway.admin.TargetsDocument;
import dev.sidestep.wire.canonical.WireFormat;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A dispatcher with a clock that is set by hand, a feed of it, and events as calls would tell them.
final class FeedWorld {
    static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
    private static final long MILLI = 1_000_000L;
    private static final Expected SMALL = new Expected(new Demand(1, 1), new Demand(1, 1));

    private long nowNanos = 1;
    final Dispatcher dispatcher;
    final LiveSources sources;
    final LiveFeed feed;

    FeedWorld(int models) {
        this.dispatcher =
                Dispatcher.of(config(models), new Dispatcher.Clocks(() -> nowNanos, () -> START.plusNanos(nowNanos)));
        this.sources = new LiveSources(
                dispatcher,
                caller -> "name-of-" + caller,
                () -> 3,
                () -> Map.of("version", "1"),
                targets -> TargetsDocument.some(dispatcher, targets),
                List::of,
                Optional::empty,
                Optional::empty);
        this.feed = new LiveFeed(sources);
    }

    static SidestepConfig config(int models) {
        List<String> ids =
                IntStream.range(0, models).mapToObj("m%03d"::formatted).toList();
        return SidestepConfig.builder()
                .account(AccountConfig.builder("openai")
                        .key(Secret.of("test"))
                        .baseUrl(URI.create("http://127.0.0.1:9/v1"))
                        .models(ids)
                        .build())
                .build();
    }

    void reload(int models) {
        dispatcher.reload(Setup.of(config(models)));
    }

    void pass(Duration span) {
        nowNanos += span.toNanos();
    }

    Target target(int number) {
        return dispatcher.setup().targets().all().get(number);
    }

    void cool(int number, Duration span) {
        Target target = target(number);
        LimitKey key = LimitKey.of(LimitScope.MODEL, target.account(), target.model());
        dispatcher
                .cooldowns()
                .cool(
                        new Cooldown(
                                key,
                                Window.MINUTE,
                                CooldownKind.RATE_LIMIT,
                                target,
                                nowNanos,
                                nowNanos + span.toNanos(),
                                ""),
                        nowNanos);
    }

    CallEvent began(String id) {
        CallFacts facts = new CallFacts(CallKind.CHAT, WireFormat.OPENAI, "auto", true, "team", Origin.UNKNOWN);
        return new CallEvent.Began(id, facts, dispatcher.now(), nowNanos);
    }

    CallEvent sending(String id, int number, int target, Duration waited) {
        Send send = new Send(target(target), number, number == 1 ? Move.START : Move.MODEL, 0, List.of());
        return new CallEvent.Sending(id, send, SMALL, waited, List.of());
    }

    CallEvent attemptEnded(String id, int number, int target, Outcome outcome, Duration took) {
        Attempt attempt = new Attempt(number, target(target), outcome, "", nowNanos - took.toNanos(), nowNanos, 0);
        long content = outcome instanceof Outcome.Succeeded ? 5 * MILLI : Expense.NEVER;
        return new CallEvent.AttemptEnded(id, new Expense(attempt, true, SMALL, null, content), 25);
    }

    CallEvent completed(String id, int attempts, Duration waited, Duration took) {
        boolean isSidestepped = attempts > 1 || waited.isPositive();
        return new CallEvent.Completed(id, target(0), new Tally(attempts, isSidestepped, waited, took));
    }

    /// A viewer that keeps what it is sent.
    static final class Looking implements Viewer {
        final List<String> frames = new ArrayList<>();
        boolean isBehind;
        boolean isEnded;
        boolean mayLook = true;

        @Override
        public void send(io.vertx.core.buffer.Buffer bytes) {
            frames.add(bytes.toString());
        }

        @Override
        public boolean isBehind() {
            return isBehind;
        }

        @Override
        public boolean mayLook() {
            return mayLook;
        }

        @Override
        public void end() {
            isEnded = true;
        }

        String last() {
            return frames.getLast();
        }

        /// The id of the last event that has one.
        long lastId() {
            String all = String.join("", frames);
            String after = all.substring(all.lastIndexOf("id: ") + "id: ".length());
            return Long.parseLong(after.substring(0, after.indexOf('\n')));
        }
    }

    /// A viewer that has been welcomed.
    Looking look(long seen) {
        Looking viewer = new Looking();
        feed.join(viewer, seen);
        feed.welcome();
        return viewer;
    }

    Looking look() {
        return look(0);
    }

    /// Half a second later.
    void beat() {
        pass(Duration.ofMillis(500));
        feed.beat();
    }
}

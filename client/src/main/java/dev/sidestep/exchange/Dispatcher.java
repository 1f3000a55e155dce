package dev.sidestep.exchange;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallListener;
import dev.sidestep.call.TraceContext;
import dev.sidestep.config.Knobs;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Target;
import dev.sidestep.core.Ticker;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.failover.Explanation;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.core.queue.Standing;
import dev.sidestep.core.queue.WaitingRoom;
import dev.sidestep.core.selection.Affinity;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Ranking;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.state.NodeState;
import dev.sidestep.exchange.fetch.MediaFetcher;
import dev.sidestep.wire.format.ToolCallMemory;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all calls share: the setup, the cooldowns, the clocks, and who listens. Thread-safe.
public final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /// No model says more; callers name any number.
    private static final long MOST_OUTPUT_TOKENS = 1_000_000;

    private final AtomicReference<Setup> setup;
    private final Object changing = new Object();
    private Setup configured;
    private Offers offers = Offers.NONE;
    private final AtomicReference<Optional<ModelWatch>> models = new AtomicReference<>(Optional.empty());
    private final Knowledge known;
    private final DispatcherState state;
    private final Alarm alarm;
    private final Affinity affinity = new Affinity();
    private final Issuers issuers = new Issuers();
    private final CallIds callIds = new CallIds();
    private final ToolCallMemory toolCalls = new RememberedToolCalls();
    private volatile TraceContext traceContext = TraceContext.NONE;
    private volatile Ranking ranking;
    private final Clocks clocks;
    private final Timeouts timeouts;
    private final Function<Vertx, MediaFetcher> fetchers;
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final List<CallListener> listeners = new CopyOnWriteArrayList<>();

    /// The clocks: monotonic for spans, wall only to read dates and to show instants.
    public record Clocks(Ticker ticker, InstantSource wall) {
        /// The machine's own.
        public static Clocks system() {
            return new Clocks(Ticker.system(), InstantSource.system());
        }
    }

    /// Time limits of the transport, beside those of the failover.
    ///
    /// @param connect until a connection stands
    /// @param idle between two contents of a stream
    public record Timeouts(Duration connect, Duration idle) {}

    public Dispatcher(Setup setup, Clocks clocks, Timeouts timeouts) {
        this(setup, clocks, timeouts, vertx -> MediaFetcher.guarded(vertx, timeouts.connect()));
    }

    /// @param fetchers makes what fetches images on a loop
    Dispatcher(Setup setup, Clocks clocks, Timeouts timeouts, Function<Vertx, MediaFetcher> fetchers) {
        this.setup = new AtomicReference<>(setup);
        this.configured = setup;
        this.clocks = clocks;
        this.timeouts = timeouts;
        this.fetchers = fetchers;
        Knobs knobs = setup.knobs();
        this.known = Knowledge.nothing(
                new CalendarWindows(clocks),
                knobs.health(),
                new WaitingRoom(knobs.maxWaiting(), knobs.batchAgeing()),
                clocks.ticker().nanos());
        this.state = new DispatcherState(this);
        this.alarm = new Alarm(known.waitingRoom(), this);
        apply(setup);
    }

    /// What a configuration asks for.
    public static Dispatcher of(SidestepConfig config, Clocks clocks) {
        Timeouts timeouts =
                new Timeouts(config.knobs().connectTimeout(), config.knobs().idleTimeout());
        return new Dispatcher(Setup.of(config), clocks, timeouts);
    }

    /// A loop for calls on the current event loop of this Vert.x. Call it on that event loop.
    public Loop loop(Vertx vertx) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create();
        Loop loop = new Loop(vertx, timeouts.connect(), random, () -> fetchers.apply(vertx));
        loops.add(loop);
        return loop;
    }

    /// Makes a call. The sink is told on the loop.
    ///
    /// @return the call under way, which can be cancelled
    public Exchange dispatch(Call call, Loop loop, CallSink sink) {
        Exchange exchange = prepare(call, loop, sink);
        exchange.start();
        return exchange;
    }

    /// A call that is made with [Exchange#start], for those who must know it before the sink is told
    /// anything.
    public Exchange prepare(Call call, Loop loop, CallSink sink) {
        return new Exchange(this, setup.get(), loop, call, sink);
    }

    /// Gives calls no ids from now on but those that come after this one: the last that an earlier process gave out, by
    /// the ledger. What is no id, or is of more than a day ahead, is ignored.
    public void idsFollow(String call) {
        callIds.notBefore(call, now());
    }

    /// An id for a call that comes at this moment.
    String nextId(Instant now, RandomGenerator random) {
        return callIds.next(now, random);
    }

    /// A call's plan at this moment, without making it.
    public Explanation explain(Call call) {
        Setup now = setup.get();
        Course course = course(now, call);
        return Explanation.of(selection(now, course, call), nowNanos());
    }

    /// The call's way through the targets.
    Course course(Setup setup, Call call) {
        Ranking current = ranking;
        boolean isCurrent = current.isOf(setup.targets().all());
        Course course = call.course(setup.targets(), isCurrent ? current : ranking(setup), nowNanos());
        return call.handles().isEmpty() ? course : setup.targets().within(course, issuers.of(call.handles()));
    }

    private Ranking ranking(Setup of) {
        return new Ranking(of.knobs().order(), of.targets().all(), known.health());
    }

    Selection selection(Setup setup, Course course, Call call) {
        Selection selection = new Selection(
                setup.targets(),
                course,
                call.needs().without(setup.knobs().dispensable()),
                standing(setup, call),
                known);
        affinity.of(call.terms().conversation(), setup.targets(), nowNanos()).ifPresent(selection::prefer);
        return selection;
    }

    /// The place of a call among those that wait.
    static Standing standing(Setup setup, Call call) {
        long output = Math.min(call.needs().maxOutputTokens(), MOST_OUTPUT_TOKENS);
        long tokens = Math.max(1, call.needs().promptTokens() + output);
        Priority priority = call.terms().priority().orElse(setup.knobs().priority());
        return new Standing(priority, call.terms().client(), tokens);
    }

    /// The target answered the call, and knows its conversation from now on.
    void answered(Setup setup, Call call, Target target) {
        long spanNanos = Nanos.of(setup.knobs().stickFor());
        affinity.answered(call.terms().conversation(), target, spanNanos, nowNanos());
    }

    /// An answer of an account has a name that later calls may bear.
    void issued(String handle, Target target) {
        issuers.issued(handle, target.account().name());
    }

    /// The setup in force.
    public Setup setup() {
        return setup.get();
    }

    /// Puts another setup in force, with what the providers' lists say of it. Calls under way end with theirs;
    /// cooldowns stay.
    public void reload(Setup replacement) {
        synchronized (changing) {
            configured = replacement;
            offers = offers.within(replacement);
            put(offers.correct(replacement));
        }
        models.get().ifPresent(ModelWatch::look);
    }

    /// Asks the providers from now on which models they offer, on this loop: now, once a day, and after a reload.
    public void watchModels(Loop loop) {
        ModelWatch watch = new ModelWatch(this, loop);
        models.set(Optional.of(watch));
        watch.start();
    }

    /// Puts what an account's provider lists in force, as a reload would.
    ///
    /// @return what the account offers from now on; empty where that is what it offered before
    Optional<Offer> listed(String account, Offers.ReadList list) {
        synchronized (changing) {
            Optional<Offer> before = Optional.ofNullable(offers.of(configured).get(account));
            offers = offers.with(account, list).within(configured);
            Optional<Offer> now = Optional.ofNullable(offers.of(configured).get(account));
            if (now.isEmpty()
                    || now.equals(before)
                    || before.isEmpty() && now.get().isAsConfigured()) {
                return Optional.empty();
            }
            put(offers.correct(configured));
            return now;
        }
    }

    /// How the models of the accounts whose provider's list was read differ from the catalogue's.
    public List<ModelOffer> offers() {
        synchronized (changing) {
            return offers.of(configured).entrySet().stream()
                    .map(each -> new ModelOffer(
                            each.getKey(),
                            offers.readAt(each.getKey()),
                            each.getValue().added(),
                            each.getValue().gone()))
                    .toList();
        }
    }

    private void put(Setup replacement) {
        setup.set(replacement);
        apply(replacement);
    }

    private void apply(Setup inForce) {
        ranking = ranking(inForce);
        known.quotas().configure(inForce.quotas());
        known.waitingRoom().setCapacity(inForce.knobs().maxWaiting());
    }

    /// What is cooling.
    public Cooldowns cooldowns() {
        return known.cooldowns();
    }

    /// What is known of targets.
    public Knowledge known() {
        return known;
    }

    /// What belongs to tool calls and has no place in the clients' wire formats.
    ToolCallMemory toolCalls() {
        return toolCalls;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    /// Now, as the ticker counts.
    public long nowNanos() {
        return clocks.ticker().nanos();
    }

    /// Now, by the wall clock.
    public Instant now() {
        return clocks.wall().instant();
    }

    /// The wall-clock moment of a moment of the ticker.
    public Instant instantOf(long atNanos) {
        return now().plusNanos(atNanos - nowNanos());
    }

    /// How many calls wait for a reset.
    public int waiting() {
        return known.waitingRoom().size();
    }

    /// Forgets what holds these keys back, with what was used and learned of their limits, here and at the nodes that
    /// limits are shared with, and lets those who wait look again.
    ///
    /// @return how many cooldowns were running
    int clear(Predicate<LimitKey> keys) {
        return state.clear(keys);
    }

    /// What is known, as those see it who save it or share it.
    public NodeState state() {
        return state;
    }

    /// Has those who wait asked again where something has changed. Whoever changes it may be on any thread; the alarm
    /// belongs to the loops.
    void wake() {
        if (waiting() > 0) {
            loops.forEach(loop -> loop.tryRun(() -> alarm.check(loop)));
        }
    }

    /// Wakes those who wait.
    Alarm alarm() {
        return alarm;
    }

    /// Forgets the cooldowns that have ended, and tells the listeners.
    ///
    /// @return how many
    public int clearExpired() {
        List<Cooldown> expired = known.cooldowns().takeExpired(nowNanos());
        expired.forEach(each -> tell(new CallEvent.CooldownExpired(each)));
        return expired.size();
    }

    /// Has providers told of the spans that this knows, from now on.
    public void propagate(TraceContext context) {
        traceContext = context;
    }

    TraceContext traceContext() {
        return traceContext;
    }

    /// Adds a listener.
    public void listen(CallListener listener) {
        listeners.add(listener);
    }

    /// Tells the listeners. What one throws is logged and changes nothing.
    void tell(CallEvent event) {
        for (CallListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException thrown) {
                log.warn("listener failed on {}", event.getClass().getSimpleName(), thrown);
            }
        }
    }
}

package dev.sidestep.benchmarks.micro;

import dev.sidestep.core.Account;
import dev.sidestep.core.Counting;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Prompt;
import dev.sidestep.core.Provider;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.quota.Estimates;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.quota.Quotas;
import dev.sidestep.core.quota.Room;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.quota.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What does it cost to know the limits? To ask whether a target has room, with no limit known and
/// with four (requests and tokens, per minute and per day); to reserve and settle there; to
/// estimate what a call needs. Each operation asks about another target, of few or of a thousand,
/// whose limits no longer fit into the nearest cache; the clock goes on by a millisecond. The
/// baseline is one `HashMap.get` by the target's name.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QuotaReservation {
    private static final long CALL_NANOS = 1_000_000L;
    private static final long MUCH = 1_000_000_000L;
    private static final Demand DEMAND = new Demand(600, 400);
    private static final Usage USAGE = new Usage(550, 120, 0);
    private static final Needs NEEDS = new Needs(Set.of(), new Prompt(2_048, 12), 400);

    @Param({"8", "1000"})
    public int targets;

    private List<Target> all = List.of();
    private final Map<String, Target> byName = new HashMap<>();
    private final Quotas none = new Quotas((_, _, nowNanos) -> nowNanos + MUCH);
    private final Quotas four = new Quotas((_, _, nowNanos) -> nowNanos + MUCH);
    private final Quotas full = new Quotas((_, _, nowNanos) -> nowNanos + MUCH);
    private final Estimates estimates = new Estimates();
    private int next;
    private long nowNanos;

    @Setup
    public void fill() {
        all = targets(targets);
        all.forEach(target -> byName.put(target.name(), target));
        four.configure(limits(MUCH));
        full.configure(limits(1_000));
        for (Target target : all) {
            full.reserve(target, DEMAND, nowNanos);
            estimates.learn(target, NEEDS, USAGE);
        }
    }

    private static List<Target> targets(int count) {
        Provider provider = new Provider("groq", "groq", "Groq", List.of(), Counting.BUCKETS);
        List<Model> models = IntStream.range(0, count)
                .mapToObj(model -> Model.unknown("model-" + model))
                .toList();
        Account account = Account.of("groq", provider, models);
        return IntStream.range(0, count)
                .mapToObj(model -> new Target(account, models.get(model), model))
                .toList();
    }

    private Map<LimitKey, List<QuotaLimit>> limits(long limit) {
        Map<LimitKey, List<QuotaLimit>> limits = new HashMap<>();
        for (Target target : all) {
            LimitKey key = LimitKey.of(LimitScope.MODEL, target.account(), target.model());
            limits.put(
                    key,
                    List.of(
                            new QuotaLimit(Unit.REQUESTS, Window.MINUTE, limit),
                            new QuotaLimit(Unit.TOKENS, Window.MINUTE, limit),
                            new QuotaLimit(Unit.REQUESTS, Window.DAY, limit),
                            new QuotaLimit(Unit.TOKENS, Window.DAY, limit)));
        }
        return limits;
    }

    @Benchmark
    public @Nullable Target baselineHashMapGet() {
        return byName.get(target().name());
    }

    @Benchmark
    public Room roomWithoutLimits() {
        return none.room(target(), DEMAND, nowNanos);
    }

    @Benchmark
    public Room roomInFourLimits() {
        return four.room(target(), DEMAND, nowNanos);
    }

    /// The clock stands, so that the limits stay full.
    @Benchmark
    public Room noRoomInFourLimits() {
        return full.room(target(), DEMAND, 0);
    }

    @Benchmark
    public boolean reserveAndSettleWithoutLimits() {
        return none.reserve(target(), DEMAND, nowNanos).orElseThrow().settle(USAGE, nowNanos);
    }

    @Benchmark
    public boolean reserveAndSettleInFourLimits() {
        return four.reserve(target(), DEMAND, nowNanos).orElseThrow().settle(USAGE, nowNanos);
    }

    @Benchmark
    public Demand estimate() {
        return estimates.demand(target(), NEEDS);
    }

    private Target target() {
        next = next + 1 < all.size() ? next + 1 : 0;
        nowNanos += CALL_NANOS;
        return all.get(next);
    }
}

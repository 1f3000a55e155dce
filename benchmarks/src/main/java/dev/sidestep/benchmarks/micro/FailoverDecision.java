package dev.sidestep.benchmarks.micro;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.failover.Decision;
import dev.sidestep.core.failover.Failover;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Targets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What does the engine itself cost in a call? From nothing to the first `Send`, the same and the success recorded, and
/// the whole failover: first `Send`, rate limit, cooldown recorded, second `Send`, success. 1,000 targets; the clock
/// goes on by three seconds per call, so the limit of a call has ended before the next. The baseline is one
/// `HashMap.get`.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FailoverDecision {
    private static final long CALL_NANOS = 3_000_000_000L;
    private static final Outcome LIMITED = new Outcome.RateLimited(LimitScope.MODEL, Window.MINUTE, 2_000);

    private final Targets targets = ManyTargets.targets();
    private final Target start = targets.all().getFirst();
    private final Course course = new Course.Circular(start);
    private final Map<String, Target> byName = new HashMap<>();
    private final FailoverPolicy policy = FailoverPolicy.defaults();
    private final Knowledge known = ManyTargets.known(new Cooldowns());
    private final RandomGenerator random = new SplittableRandom(1);
    private long nowNanos;

    public FailoverDecision() {
        targets.all().forEach(target -> byName.put(target.name(), target));
    }

    @Benchmark
    public @Nullable Target baselineHashMapGet() {
        return byName.get(start.name());
    }

    @Benchmark
    public Decision firstSend() {
        return call().start(nowNanos);
    }

    @Benchmark
    public Failover answeredAtOnce() {
        Failover call = call();
        call.start(nowNanos);
        call.succeeded(List.of(), nowNanos);
        call.settled(null, nowNanos);
        return call;
    }

    @Benchmark
    public Failover answeredAfterRateLimit() {
        Failover call = call();
        call.start(nowNanos);
        Decision next = call.ended(LIMITED, "rate limit reached", nowNanos);
        if (!(next instanceof Decision.Send)) {
            throw new AssertionError("the failover must go on to the next target: " + next);
        }
        call.succeeded(List.of(), nowNanos);
        call.settled(null, nowNanos);
        return call;
    }

    private Failover call() {
        nowNanos += CALL_NANOS;
        return new Failover(policy, ManyTargets.selection(targets, course, known), random, false, nowNanos);
    }
}

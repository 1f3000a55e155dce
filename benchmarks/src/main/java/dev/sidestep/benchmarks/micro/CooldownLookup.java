package dev.sidestep.benchmarks.micro;

import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.selection.Targets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What does it cost to ask whether a target is cooling? Each operation asks about another of 1,000 targets, as calls
/// do. The baseline is one `HashMap.get` by the target's name.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CooldownLookup {
    private final Targets targets = ManyTargets.targets();
    private final List<Target> all = targets.all();
    private final Cooldowns none = new Cooldowns();
    private final Cooldowns oddOnes = new Cooldowns();
    private final Map<String, Target> byName = new HashMap<>();
    private int next;

    public CooldownLookup() {
        for (int i = 0; i < all.size(); i++) {
            byName.put(all.get(i).name(), all.get(i));
            if (i % 2 == 1) {
                ManyTargets.cool(oddOnes, all.get(i));
            }
        }
    }

    @Benchmark
    public @Nullable Target baselineHashMapGet() {
        return byName.get(evenOne().name());
    }

    @Benchmark
    public boolean emptyCache() {
        return none.isCooling(evenOne(), 1);
    }

    @Benchmark
    public boolean notCooling() {
        return oddOnes.isCooling(evenOne(), 1);
    }

    @Benchmark
    public boolean cooling() {
        return oddOnes.isCooling(all.get(step() + 1), 1);
    }

    private Target evenOne() {
        return all.get(step());
    }

    private int step() {
        next += 2;
        if (next >= all.size()) {
            next = 0;
        }
        return next;
    }
}

package dev.sidestep.benchmarks.micro;

import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Grant;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.selection.Targets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What does it cost to select one of 1,000 targets for a new call? The shapes differ in how many cooling targets are
/// passed over on the way: none, the first ten, the first half, all but the last. The baseline is
/// one `HashMap.get` by the target's name.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TargetSelection {
    private final Targets targets = ManyTargets.targets();
    private final List<Target> inOrder = inOrder(targets);
    private final Course course = new Course.Circular(inOrder.getFirst());
    private final Map<String, Target> byName = new HashMap<>();
    private final Knowledge none = cooling(0);
    private final Knowledge firstTen = cooling(10);
    private final Knowledge firstHalf = cooling(inOrder.size() / 2);
    private final Knowledge allButLast = cooling(inOrder.size() - 1);

    public TargetSelection() {
        inOrder.forEach(target -> byName.put(target.name(), target));
    }

    /// All targets in the order in which a call that starts at the first one comes to them.
    private static List<Target> inOrder(Targets targets) {
        Selection selection = ManyTargets.selection(
                targets, new Course.Circular(targets.all().getFirst()), ManyTargets.known(new Cooldowns()));
        return Stream.generate(() -> selection.plan(0))
                .takeWhile(Optional::isPresent)
                .map(Optional::get)
                .toList();
    }

    private Knowledge cooling(int count) {
        Cooldowns cooldowns = new Cooldowns();
        inOrder.stream().limit(count).forEach(target -> ManyTargets.cool(cooldowns, target));
        return ManyTargets.known(cooldowns);
    }

    @Benchmark
    public @Nullable Target baselineHashMapGet() {
        return byName.get(inOrder.getFirst().name());
    }

    @Benchmark
    public Optional<Grant> noneCooling() {
        return select(none);
    }

    @Benchmark
    public Optional<Grant> firstTenCooling() {
        return select(firstTen);
    }

    @Benchmark
    public Optional<Grant> firstHalfCooling() {
        return select(firstHalf);
    }

    @Benchmark
    public Optional<Grant> allButLastCooling() {
        return select(allButLast);
    }

    private Optional<Grant> select(Knowledge known) {
        return ManyTargets.selection(targets, course, known).select(1);
    }
}

package dev.sidestep.gateway.cli;

import dev.sidestep.gateway.simulation.Break;
import dev.sidestep.gateway.simulation.SimulatedProvider;
import dev.sidestep.gateway.simulation.SimulatedProvider.Exhausted;
import dev.sidestep.gateway.simulation.SimulatedProviders;
import dev.sidestep.gateway.simulation.SimulationChange;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.ModelSpec;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.ProviderSpec;
import dev.sidestep.simulator.ScriptedFault;
import dev.sidestep.simulator.Simulator;
import dev.sidestep.simulator.Trouble;
import dev.sidestep.simulator.Where;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The simulator's providers, for people to trouble. Thread-safe.
public final class SimulationPanel implements SimulatedProviders {
    /// How each break is played; the faults are values, so that what is on tells which it is.
    private static final Map<Break, Fault> FAULTS = Map.of(
            Break.UNAVAILABLE, Fault.reset(),
            Break.OVERLOADED, new Fault.Worded(503, Trouble.OVERLOADED),
            Break.REFUSED, Fault.status(401),
            Break.GARBAGE, Fault.html(200),
            Break.CUT, Fault.resetAfterContent(5));

    private final Simulator simulator;
    private final LongSupplier nowNanos;
    private final Pace usualPace;

    /// Over a simulator in its usual state.
    ///
    /// @param nowNanos the simulator's clock
    public SimulationPanel(Simulator simulator, LongSupplier nowNanos) {
        this.simulator = simulator;
        this.nowNanos = nowNanos;
        this.usualPace = simulator.spec().pace();
    }

    @Override
    public List<SimulatedProvider> all() {
        return simulator.spec().providers().stream().map(this::provider).toList();
    }

    private SimulatedProvider provider(ProviderSpec spec) {
        return new SimulatedProvider(
                spec.name(),
                spec.models().stream().map(ModelSpec::id).toList(),
                exhausted(spec.name()),
                faults(spec.name()).flatMap(SimulationPanel::broken).findFirst().orElse(null),
                faults(spec.name()).flatMap(SimulationPanel::delay).findFirst().orElse(Duration.ZERO));
    }

    private List<Exhausted> exhausted(String provider) {
        return simulator.limited(nowNanos.getAsLong()).stream()
                .filter(limit -> limit.where().provider().equals(provider))
                .map(limit -> new Exhausted(limit.where().model(), limit.duration()))
                .toList();
    }

    private Stream<Fault> faults(String provider) {
        return simulator.faults().stream()
                .filter(scripted -> scripted.where().equals(Where.provider(provider)))
                .map(ScriptedFault::fault);
    }

    private static Fault fault(Break how) {
        return Objects.requireNonNull(FAULTS.get(how), "every break is played somehow");
    }

    private static Stream<Break> broken(Fault fault) {
        return FAULTS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(fault))
                .map(Map.Entry::getKey);
    }

    private static Stream<Duration> delay(Fault fault) {
        return fault instanceof Fault.Delay(Duration duration) ? Stream.of(duration) : Stream.empty();
    }

    @Override
    public void change(SimulationChange change) {
        switch (change) {
            case SimulationChange.Exhaust(String provider, String model, Duration time) ->
                exhaust(model(provider, model), time);
            case SimulationChange.Fail(String provider, Break how) -> trouble(provider(provider), fault(how));
            case SimulationChange.Slow(String provider, Duration delay) ->
                trouble(provider(provider), new Fault.Delay(delay));
            case SimulationChange.Restore(String provider) -> restore(provider(provider));
            case SimulationChange.RestoreAll _ -> restoreAll();
        }
    }

    private void exhaust(Where where, Duration time) {
        simulator.clearLimited(where);
        simulator.limited(where, Dimension.TOKENS_PER_DAY, time);
    }

    /// A provider has one trouble at a time: the first of two faults would hide the other.
    private void trouble(Where where, Fault fault) {
        simulator.clearFaults(where);
        simulator.inject(where, fault);
    }

    private void restore(Where where) {
        simulator.clearFaults(where);
        simulator.clearLimited(where);
        simulator.refill(where.provider());
    }

    private void restoreAll() {
        simulator.clearFaults();
        simulator.clearLimited();
        simulator.refill();
        simulator.pace(usualPace);
    }

    private Where provider(String name) {
        return Where.provider(found(name).name());
    }

    private ProviderSpec found(String name) {
        Optional<ProviderSpec> found = simulator.spec().provider(name);
        return found.orElseThrow(() -> new IllegalArgumentException("There is no simulated provider '" + name
                + "': expected one of "
                + simulator.spec().providers().stream().map(ProviderSpec::name).collect(Collectors.joining(", "))));
    }

    private Where model(String provider, String model) {
        if (found(provider).models().stream().noneMatch(each -> each.id().equals(model))) {
            throw new IllegalArgumentException(
                    "The simulated provider '" + provider + "' has no model '" + model + "'; GET lists what it has");
        }
        return Where.model(provider, model);
    }
}

package dev.sidestep.benchmarks.goodput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidestep.simulator.Dialect;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Limits;
import dev.sidestep.simulator.ModelSpec;
import dev.sidestep.simulator.QuotaRules;
import dev.sidestep.simulator.SimulatorSpec;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final double CALLS_A_MINUTE = 60;
    private static final double MEAN_TOKENS = CallSize.MIX.stream()
            .mapToDouble(size -> size.share() * size.meanTokensUsed())
            .sum();

    private static Spot spot(int index, Family family, String organization, Limits limits) {
        return new Spot(
                index,
                family,
                "account-" + index,
                organization,
                ModelSpec.of("m").withLimits(limits));
    }

    private static Family family(QuotaRules rules) {
        return new Family("f", "f", Dialect.OPENAI, rules, 1, List.of());
    }

    private static World world(Spot... spots) {
        return new World(List.of(spots), SimulatorSpec.builder().build());
    }

    private static double callsPerMinute(World world) {
        return Capacity.callsPerSecond(world) * CALLS_A_MINUTE;
    }

    @Test
    @DisplayName("Requests per minute and tokens per minute both bound what a world sustains")
    void theScarcerUnitCounts() {
        var plain = family(QuotaRules.USUAL);
        var requests = Limits.none().with(Dimension.REQUESTS_PER_MINUTE, 30);
        var tokens = Limits.none().with(Dimension.TOKENS_PER_MINUTE, 30_000);

        assertThat(callsPerMinute(world(spot(0, plain, "a", requests)))).isCloseTo(30, within(0.01));
        assertThat(callsPerMinute(world(spot(0, plain, "a", tokens)))).isCloseTo(30_000 / MEAN_TOKENS, within(0.01));
    }

    @Test
    @DisplayName("Two keys of one organisation sustain no more than one")
    void secondKeyAddsNothing() {
        var plain = family(QuotaRules.USUAL);
        var limits = Limits.none().with(Dimension.REQUESTS_PER_MINUTE, 30);

        var shared = world(spot(0, plain, "a", limits), spot(1, plain, "a", limits));
        var apart = world(spot(0, plain, "a", limits), spot(1, plain, "b", limits));

        assertThat(callsPerMinute(shared)).isCloseTo(30, within(0.01));
        assertThat(callsPerMinute(apart)).isCloseTo(60, within(0.01));
    }

    @Test
    @DisplayName("An organisation's limit counts over all its models, and a day's limit by the minute")
    void organisationsDayCounts() {
        var shared =
                family(QuotaRules.USUAL.withOrganizationLimits(Limits.none().with(Dimension.REQUESTS_PER_DAY, 1_440)));
        var one = new Spot(0, shared, "a", "org", ModelSpec.of("one"));
        var two = new Spot(1, shared, "a", "org", ModelSpec.of("two"));

        assertThat(callsPerMinute(world(one, two))).isCloseTo(1, within(0.001));
    }

    @Test
    @DisplayName("Where only some targets take the largest calls, these bound the whole mix")
    void largestCallsNeedTheirTargets() {
        var plain = family(QuotaRules.USUAL);
        var large = spot(0, plain, "a", Limits.none().with(Dimension.TOKENS_PER_MINUTE, 7_000));
        var smaller = Limits.none().with(Dimension.TOKENS_PER_MINUTE, 6_999);

        double largest = CallSize.MIX.getLast().share() * CallSize.MIX.getLast().meanTokensUsed();
        assertThat(callsPerMinute(world(large, spot(1, plain, "b", smaller), spot(2, plain, "c", smaller))))
                .isCloseTo(7_000 / largest, within(0.01));
    }
}

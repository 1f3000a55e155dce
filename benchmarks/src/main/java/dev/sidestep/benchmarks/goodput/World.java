package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.AccountSpec;
import dev.sidestep.simulator.ProviderSpec;
import dev.sidestep.simulator.Simulator;
import dev.sidestep.simulator.SimulatorSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The providers, accounts and models that calls may go to. Immutable.
///
/// @param spots all targets, in the operator's order
/// @param spec the same as the simulator takes it
record World(List<Spot> spots, SimulatorSpec spec) {
    /// Midnight in UTC, four in the afternoon in California.
    static final Instant ZERO = Instant.parse("2026-11-20T00:00:00Z");

    /// The share of further accounts that are another key of an organisation that is there already.
    private static final double SECOND_KEYS = 0.25;

    World {
        spots = List.copyOf(spots);
    }

    /// A world of so many targets: every family in turn, each turn with an account of its own, or with another key of
    /// an
    /// organisation that is there already.
    static World of(int targets, RandomGenerator random) {
        var spots = new ArrayList<Spot>();
        var accounts = new LinkedHashMap<Family, List<AccountSpec>>();
        for (int turn = 0; spots.size() < targets; turn++) {
            var family = Family.ALL.get(turn % Family.ALL.size());
            var account = account(family, accounts.computeIfAbsent(family, _ -> new ArrayList<>()), random);
            for (var model : family.models()) {
                if (spots.size() < targets) {
                    spots.add(new Spot(spots.size(), family, account.name(), account.organization(), model));
                }
            }
        }
        return new World(spots, spec(accounts));
    }

    private static AccountSpec account(Family family, List<AccountSpec> present, RandomGenerator random) {
        var name = family.name() + "-" + (present.size() + 1);
        boolean isFurther = !present.isEmpty();
        // One is sure, so that all but the smallest worlds have a shared quota.
        boolean isSure = family.equals(Family.GROQ) && present.size() == 1;
        boolean isSecondKey = isSure || (isFurther && random.nextDouble() < SECOND_KEYS);
        var organization = isSecondKey ? present.getLast().organization() : "org-" + name;
        var account = new AccountSpec(name, "key-of-" + name, organization);
        present.add(account);
        return account;
    }

    private static SimulatorSpec spec(Map<Family, List<AccountSpec>> accounts) {
        var spec = SimulatorSpec.builder();
        accounts.forEach((family, own) -> {
            var provider = ProviderSpec.named(family.name())
                    .dialect(family.dialect())
                    .path("/" + family.name())
                    .rules(family.rules());
            own.forEach(provider::account);
            family.models().forEach(provider::model);
            spec.provider(provider);
        });
        return spec.build();
    }

    /// The providers of this world, with nothing used yet.
    Simulator simulator() {
        return new Simulator(spec, ZERO);
    }
}

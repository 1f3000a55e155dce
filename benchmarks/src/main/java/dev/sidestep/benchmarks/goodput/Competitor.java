package dev.sidestep.benchmarks.goodput;

import java.util.function.Function;

/// The strategies that are compared, in the order of the table.
enum Competitor {
    TOP_OF_THE_LIST(
            "no memory", "#8c959f", stage -> new TopOfTheList(stage.scenario().known())),
    FIXED_COOLDOWN(
            "fixed cooldown",
            "#56b4e9",
            stage -> new FixedCooldown(stage.scenario().known())),
    MINUTE_COUNTERS(
            "minute counters",
            "#e69f00",
            stage -> new MinuteCounters(stage.scenario().known())),
    CIRCULAR_CACHE(
            "circular cache",
            "#cc79a7",
            stage -> new CircularCache(stage.scenario().known())),
    SIDESTEP("Sidestep", "#009e73", stage -> new SidestepEngine(stage.scenario().known(), stage.queue())),
    ORACLE("oracle", "#4062bb", stage -> new Oracle(stage.scenario(), stage.simulator()));

    private final String title;
    private final String color;
    private final Function<Stage, Strategy> maker;

    Competitor(String title, String color, Function<Stage, Strategy> maker) {
        this.title = title;
        this.color = color;
        this.maker = maker;
    }

    String title() {
        return title;
    }

    /// In pictures: readable on light and dark ground, and apart for the colour-blind.
    String color() {
        return color;
    }

    /// What becomes of the scenario's calls in its hands.
    Scorecard play(Scenario scenario) {
        var stage = Stage.of(scenario);
        return new Rig(stage, maker.apply(stage)).play();
    }
}

package dev.sidestep.benchmarks.goodput;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The results as Markdown tables: one for limits that are told, one for limits that are learned.
record ResultTable(List<Result> results) {
    private static final String HEAD = """
            | load | strategy | answered | of the oracle's | of the largest | 429s per 1,000 answers | wait p50 | wait p99 | \
            attempts per call | after an outage | after a reset | failed with room |
            |---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    String markdown() {
        var text = new StringBuilder();
        for (boolean isTold : List.of(true, false)) {
            text.append(isTold ? "\nLimits told in the configuration:\n\n" : "\nLimits not told:\n\n");
            text.append(HEAD);
            results.stream()
                    .filter(result -> result.scenario().limitsTold() == isTold)
                    .forEach(result -> text.append(row(result)));
        }
        return text.toString();
    }

    private String row(Result result) {
        var score = result.score();
        double blackout = score.attemptsPerCallInBlackout();
        return "| "
                + String.join(
                        " | ",
                        result.scenario().name(),
                        result.competitor().title(),
                        percent(score.shareAnswered()),
                        percent(ofTheOracles(result)),
                        percent(score.shareOfLargestAnswered()),
                        number(score.refusalsPerThousandAnswers()),
                        seconds(score.waitSeconds(50)),
                        seconds(score.waitSeconds(99)),
                        decimal(Double.isNaN(blackout) ? score.attemptsPerCall() : blackout),
                        recovery(result.scenario(), score.afterTrouble()),
                        recovery(result.scenario(), score.afterReset()),
                        failures(score))
                + " |\n";
    }

    private double ofTheOracles(Result result) {
        Optional<Result> oracle = results.stream()
                .filter(each -> each.competitor() == Competitor.ORACLE
                        && each.scenario().equals(result.scenario()))
                .findFirst();
        return oracle.map(each ->
                        (double) result.score().answered() / each.score().answered())
                .orElse(Double.NaN);
    }

    /// Who has enough without it need not hurry back.
    private static String recovery(Scenario scenario, Recoveries<?> recoveries) {
        boolean isNeeded = scenario.isOverload() || scenario.blackout().isPresent();
        return isNeeded ? seconds(recoveries.medianSeconds()) : "–";
    }

    private static String failures(Scorecard score) {
        long looked = score.failuresLookedAt();
        return looked == 0 ? "0" : String.format(Locale.ROOT, "%,d of %,d", score.failuresWithRoom(), looked);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.2f %%", share * 100);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }

    private static String decimal(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String seconds(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, value < 10 ? "%.2f s" : "%,.0f s", value);
    }
}

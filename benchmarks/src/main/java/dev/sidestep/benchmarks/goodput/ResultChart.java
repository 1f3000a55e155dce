package dev.sidestep.benchmarks.goodput;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The results as a picture: share answered and 429s, for limits that are told and for those that are learned. An SVG
/// document without a background, whose text follows the reader's light or dark scheme.
final class ResultChart {
    private static final int PANEL_WIDTH = 470;
    private static final int PANEL_HEIGHT = 250;
    private static final int LEGEND_HEIGHT = 40;
    private static final int PLOT_LEFT = 58;
    private static final int PLOT_RIGHT = 460;
    private static final int PLOT_TOP = 34;
    private static final int PLOT_BOTTOM = 212;
    private static final double GROUP_GAP = 0.2;
    /// Enough to see that there is a bar, where there is next to nothing.
    private static final double LOWEST_BAR = 1.5;

    private static final String STYLE = """
            <style>
              text { font: 12px system-ui, sans-serif; fill: #24292f }
              .title { font-weight: 600 }
              .line { stroke: #8c959f; stroke-opacity: 0.35 }
              @media (prefers-color-scheme: dark) { text { fill: #d1d7e0 } }
            </style>
            """;

    private final List<Result> results;
    private final StringBuilder svg = new StringBuilder();

    ResultChart(List<Result> results) {
        this.results = results.stream()
                .filter(result -> result.scenario().blackout().isEmpty())
                .toList();
    }

    /// What one panel shows.
    private record Panel(
            String title, boolean limitsTold, Scale scale, ToDoubleFunction<Scorecard> value, String format) {}

    String svg() {
        int width = 2 * PANEL_WIDTH;
        int height = 2 * PANEL_HEIGHT + LEGEND_HEIGHT;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                width, height, "Share of calls answered, and 429s per 1,000 answers, by load and strategy");
        svg.append(STYLE);
        legend();
        int row = 0;
        for (boolean isTold : List.of(true, false)) {
            var suffix = isTold ? ", limits told" : ", limits learned";
            int top = LEGEND_HEIGHT + row * PANEL_HEIGHT;
            panel(
                    new Panel("Calls answered" + suffix, isTold, new Scale.Percent(), Scorecard::shareAnswered, "%.3f"),
                    0,
                    top);
            panel(
                    new Panel(
                            "429s per 1,000 answers" + suffix,
                            isTold,
                            new Scale.Logarithmic(),
                            Scorecard::refusalsPerThousandAnswers,
                            "%,.1f"),
                    PANEL_WIDTH,
                    top);
            row++;
        }
        svg.append("</svg>\n");
        return svg.toString();
    }

    private void legend() {
        int x = PLOT_LEFT;
        for (var competitor : competitors()) {
            add("<rect x=\"%d\" y=\"12\" width=\"12\" height=\"12\" fill=\"%s\"/>%n", x, competitor.color());
            add("<text x=\"%d\" y=\"22\">%s</text>%n", x + 18, competitor.title());
            x += 140;
        }
    }

    private void panel(Panel panel, int left, int top) {
        add("<g transform=\"translate(%d %d)\">%n", left, top);
        add("<text class=\"title\" x=\"%d\" y=\"18\">%s</text>%n", PLOT_LEFT, panel.title());
        for (var tick : panel.scale().ticks()) {
            double y = y(panel.scale().place(tick.value()));
            add("<line class=\"line\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>%n", PLOT_LEFT, PLOT_RIGHT, y, y);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", PLOT_LEFT - 6, y + 4, tick.label());
        }
        var scenarios = results.stream()
                .map(Result::scenario)
                .filter(scenario -> scenario.limitsTold() == panel.limitsTold())
                .distinct()
                .toList();
        double groupWidth = (double) (PLOT_RIGHT - PLOT_LEFT) / Math.max(1, scenarios.size());
        for (int i = 0; i < scenarios.size(); i++) {
            group(panel, scenarios.get(i), PLOT_LEFT + i * groupWidth, groupWidth);
        }
        svg.append("</g>\n");
    }

    private void group(Panel panel, Scenario scenario, double left, double width) {
        add(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                left + width / 2, PLOT_BOTTOM + 18, scenario.name());
        var own = new ArrayList<>(results);
        own.removeIf(result -> !result.scenario().equals(scenario));
        double barWidth = width * (1 - GROUP_GAP) / Math.max(1, own.size());
        double x = left + width * GROUP_GAP / 2;
        for (var result : own) {
            double value = panel.value().applyAsDouble(result.score());
            double y = Math.min(y(panel.scale().place(value)), PLOT_BOTTOM - LOWEST_BAR);
            add(
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s, %s: %s</title></rect>%n",
                    x,
                    y,
                    barWidth - 0.5,
                    PLOT_BOTTOM - y,
                    result.competitor().color(),
                    result.competitor().title(),
                    scenario.name(),
                    String.format(Locale.ROOT, panel.format(), value));
            x += barWidth;
        }
    }

    private static double y(double place) {
        return PLOT_BOTTOM - place * (PLOT_BOTTOM - PLOT_TOP);
    }

    private List<Competitor> competitors() {
        return results.stream().map(Result::competitor).distinct().toList();
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}

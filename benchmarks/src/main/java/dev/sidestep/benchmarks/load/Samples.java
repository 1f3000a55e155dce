package dev.sidestep.benchmarks.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was measured: by figure and system, one value per round. Not thread-safe.
final class Samples {
    private record Key(Figure figure, String system) {}

    private final Map<Key, List<Double>> values = new HashMap<>();

    void add(Figure figure, String system, double value) {
        values.computeIfAbsent(new Key(figure, system), _ -> new ArrayList<>()).add(value);
    }

    /// NaN where nothing was measured.
    double median(Figure figure, String system) {
        return median(of(figure, system));
    }

    double smallest(Figure figure, String system) {
        return of(figure, system).stream().mapToDouble(d -> d).min().orElse(Double.NaN);
    }

    double largest(Figure figure, String system) {
        return of(figure, system).stream().mapToDouble(d -> d).max().orElse(Double.NaN);
    }

    private List<Double> of(Figure figure, String system) {
        return values.getOrDefault(new Key(figure, system), List.of());
    }

    static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

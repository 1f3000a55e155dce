package dev.sidestep.benchmarks.goodput;

import java.util.List;

/// A vertical axis: where a value stands between bottom (0) and top (1), and which values have a line. Pure.
sealed interface Scale {
    double place(double value);

    List<Tick> ticks();

    /// A value with a line, and its label.
    record Tick(double value, String label) {}

    /// From 0 to 100 per cent.
    record Percent() implements Scale {
        @Override
        public double place(double value) {
            return Math.clamp(value, 0, 1);
        }

        @Override
        public List<Tick> ticks() {
            return List.of(
                    new Tick(0, "0 %"),
                    new Tick(0.25, "25 %"),
                    new Tick(0.5, "50 %"),
                    new Tick(0.75, "75 %"),
                    new Tick(1, "100 %"));
        }
    }

    /// By powers of ten from a tenth to a hundred thousand; what is less stands at the bottom.
    record Logarithmic() implements Scale {
        private static final double LOWEST = -1;
        private static final double HIGHEST = 5;

        @Override
        public double place(double value) {
            return value <= 0 ? 0 : Math.clamp((Math.log10(value) - LOWEST) / (HIGHEST - LOWEST), 0, 1);
        }

        @Override
        public List<Tick> ticks() {
            return List.of(
                    new Tick(0.1, "0.1"),
                    new Tick(1, "1"),
                    new Tick(10, "10"),
                    new Tick(100, "100"),
                    new Tick(1_000, "1,000"),
                    new Tick(10_000, "10,000"),
                    new Tick(100_000, "100,000"));
        }
    }
}

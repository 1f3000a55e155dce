package dev.sidestep.simulator;

import java.util.Locale;
import java.util.Optional;

/// What a limit counts, and over which window.
public enum Dimension {
    /// RPM.
    REQUESTS_PER_MINUTE("RPM", "requests", "minute", 60_000_000_000L),
    /// RPD.
    REQUESTS_PER_DAY("RPD", "requests", "day", 86_400_000_000_000L),
    /// TPM.
    TOKENS_PER_MINUTE("TPM", "tokens", "minute", 60_000_000_000L),
    /// TPD.
    TOKENS_PER_DAY("TPD", "tokens", "day", 86_400_000_000_000L);

    private final String abbreviation;
    private final String unit;
    private final String window;
    private final long windowNanos;

    Dimension(String abbreviation, String unit, String window, long windowNanos) {
        this.abbreviation = abbreviation;
        this.unit = unit;
        this.window = window;
        this.windowNanos = windowNanos;
    }

    /// The dimension of an abbreviation such as `tpd`, in any case.
    public static Optional<Dimension> ofAbbreviation(String text) {
        for (var dimension : values()) {
            if (dimension.abbreviation.equals(text.toUpperCase(Locale.ROOT))) {
                return Optional.of(dimension);
            }
        }
        return Optional.empty();
    }

    /// `RPM`, `RPD`, `TPM` or `TPD`.
    public String abbreviation() {
        return abbreviation;
    }

    /// `requests` or `tokens`.
    public String unit() {
        return unit;
    }

    /// `minute` or `day`.
    public String window() {
        return window;
    }

    /// The window's length in nanoseconds.
    public long windowNanos() {
        return windowNanos;
    }

    /// Whether tokens are counted, rather than requests.
    public boolean countsTokens() {
        return unit.equals("tokens");
    }
}

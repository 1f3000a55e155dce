package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// Writes amounts as people read them on a terminal: short, and never as less than nothing.
final class Amounts {
    private static final BigDecimal LEAST = new BigDecimal("0.000001");
    private static final int SMALL_DIGITS = 6;
    private static final int USUAL_DIGITS = 2;
    private static final long THOUSAND = 1_000;
    private static final long LONGEST_WHOLE = 100_000;

    private Amounts() {}

    /// `0`, `1,204`, `310k`, `1.2M`.
    static String count(long number) {
        if (number < LONGEST_WHOLE) {
            return String.format(Locale.ROOT, "%,d", number);
        }
        long divisor = THOUSAND;
        int unit = 0;
        while (number / divisor >= THOUSAND && unit < 3) {
            divisor *= THOUSAND;
            unit++;
        }
        double value = number / (double) divisor;
        return String.format(Locale.ROOT, value < 10 ? "%.1f%s" : "%.0f%s", value, "kMGT".charAt(unit));
    }

    /// `$0`, `$0.000045`, `$0.8210`, `$12.34`.
    static String dollars(JsonNode amount) {
        BigDecimal value = amount.decimalValue();
        if (value.signum() == 0) {
            return "$0";
        }
        if (value.compareTo(LEAST) < 0) {
            return "<$" + LEAST;
        }
        int digits = value.compareTo(BigDecimal.ONE) >= 0 ? USUAL_DIGITS : digits(value);
        return "$" + String.format(Locale.ROOT, "%,." + digits + "f", value.setScale(digits, RoundingMode.HALF_UP));
    }

    private static int digits(BigDecimal lessThanOne) {
        int zeros = lessThanOne.scale() - lessThanOne.precision();
        return Math.min(SMALL_DIGITS, zeros + USUAL_DIGITS + 1);
    }

    /// `480ms`, `1.5s`, `2m 5s`.
    static String millis(long millis) {
        if (millis < THOUSAND) {
            return millis + "ms";
        }
        return millis < 60 * THOUSAND
                ? String.format(Locale.ROOT, "%.1fs", millis / (double) THOUSAND)
                : Spans.inWords(millis / THOUSAND);
    }

    /// ` 71 %`; `    –` of nothing.
    static String share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0 ? "    –" : String.format(Locale.ROOT, "%3d %%", percent(part, whole));
    }

    /// Rounded down, so that only all of it is 100.
    static int percent(BigDecimal part, BigDecimal whole) {
        return part.movePointRight(2).divide(whole, 0, RoundingMode.DOWN).intValue();
    }
}

package dev.sidestep.wire.limits;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Unit;
import java.time.Instant;
import java.util.Optional;

/// One row of the table of headers: three names that tell of one limit together.
///
/// @param unit what the limit counts
/// @param window over which span, which the numbers may tell better than the documentation
/// @param limit the header that holds the limit
/// @param remaining the header that holds what is left
/// @param reset the header that holds when the limit is full again
/// @param needsLimit true where what is left is not asked for without a limit: a look-up less
record QuotaHeader(Unit unit, WindowRule window, String limit, String remaining, String reset, boolean needsLimit) {
    /// Names that differ in one word: `x-ratelimit-*-tokens`.
    static QuotaHeader of(Unit unit, WindowRule window, String name) {
        return new QuotaHeader(
                unit,
                window,
                name.replace("*", "limit"),
                name.replace("*", "remaining"),
                name.replace("*", "reset"),
                false);
    }

    QuotaHeader resetIn(String name) {
        return new QuotaHeader(unit, window, limit, remaining, name, needsLimit);
    }

    QuotaHeader over(WindowRule rule) {
        return new QuotaHeader(unit, rule, limit, remaining, reset, needsLimit);
    }

    QuotaHeader withLimit() {
        return new QuotaHeader(unit, window, limit, remaining, reset, true);
    }

    /// What the headers tell of this limit; empty where they tell nothing, or nothing that could be
    /// used.
    Optional<QuotaReport> read(Headers headers, Instant now) {
        return read(headers, now, LimitScope.MODEL);
    }

    Optional<QuotaReport> read(Headers headers, Instant now, LimitScope scope) {
        Optional<String> most = headers.first(limit);
        if (most.isEmpty() && needsLimit) {
            return Optional.empty();
        }
        Optional<String> left = headers.first(remaining);
        if (most.isEmpty() && left.isEmpty()) {
            return Optional.empty();
        }
        Counts counts = Counts.of(
                most.map(Counts::number).orElse(QuotaReport.UNTOLD),
                left.map(Counts::number).orElse(QuotaReport.UNTOLD));
        if (counts.isUntold()) {
            return Optional.empty();
        }
        Reset full =
                headers.first(reset).map(value -> Reset.of(value, headers, now)).orElse(Reset.UNTOLD);
        return window.of(counts, full).map(span -> counts.report(scope, unit, span, full.millis()));
    }
}

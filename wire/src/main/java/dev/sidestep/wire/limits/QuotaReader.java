package dev.sidestep.wire.limits;

import dev.sidestep.core.quota.QuotaReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads what an answer's headers tell of limits: on every answer, a good one too. Pure and
/// thread-safe.
///
/// Where there are no such headers it costs a few look-ups and nothing else. Which header means
/// what stands in a table, [QuotaHeaders]; numbers that are absurd are taken as not told.
public final class QuotaReader {
    private QuotaReader() {}

    /// What the headers tell: at most one report for each scope, unit and window; empty for none.
    ///
    /// @param providerType the provider's wire family; of an unknown one only what explains itself
    ///     is believed
    /// @param headers the answer's headers
    /// @param now the wall clock, for resets that are moments; the answer's own date counts more
    public static List<QuotaReport> read(String providerType, Headers headers, Instant now) {
        List<QuotaReport> reports = new ArrayList<>(4);
        for (QuotaHeader header : QuotaHeaders.of(providerType)) {
            header.read(headers, now).ifPresent(report -> add(reports, report));
        }
        QuotaPolicies.read(headers, now).forEach(report -> add(reports, report));
        PlanHeaders.read(providerType, headers, now).ifPresent(reports::add);
        return reports.isEmpty() ? List.of() : List.copyOf(reports);
    }

    /// A limit that is told twice counts as it was told first: the rows of the table are in that
    /// order.
    private static void add(List<QuotaReport> reports, QuotaReport report) {
        for (QuotaReport other : reports) {
            if (other.unit() == report.unit() && other.window() == report.window()) {
                return;
            }
        }
        reports.add(report);
    }
}

package dev.sidestep.wire.limits;

import static dev.sidestep.core.quota.QuotaReport.UNTOLD;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The headers of an Anthropic plan (`anthropic-ratelimit-unified-*`). They tell a used share of a
/// budget that no one knows in tokens, over spans that are no [Window]: so the only thing to report
/// is that nothing is left, and until when.
final class PlanHeaders {
    private static final String PREFIX = "anthropic-ratelimit-unified-";
    private static final String STATUS = PREFIX + "status";
    private static final List<Budget> BUDGETS = List.of(Budget.named("5h"), Budget.named("7d"));

    private PlanHeaders() {}

    private record Budget(String status, String utilization, String reset) {
        static Budget named(String span) {
            return new Budget(PREFIX + span + "-status", PREFIX + span + "-utilization", PREFIX + span + "-reset");
        }

        boolean isUsedUp(Headers headers) {
            return headers.first(status).filter("rejected"::equals).isPresent()
                    || headers.first(utilization).filter(PlanHeaders::isWhole).isPresent();
        }
    }

    /// The used-up budget that comes back last; empty where something is left.
    static Optional<QuotaReport> read(String providerType, Headers headers, Instant now) {
        if (!providerType.startsWith("anthropic") || headers.first(STATUS).isEmpty()) {
            return Optional.empty();
        }
        return BUDGETS.stream()
                .filter(budget -> budget.isUsedUp(headers))
                .map(budget -> headers.first(budget.reset())
                        .map(value -> Reset.of(value, headers, now))
                        .orElse(Reset.UNTOLD))
                .map(Reset::millis)
                .reduce(Math::max)
                .map(PlanHeaders::nothingLeft);
    }

    private static QuotaReport nothingLeft(long resetMillis) {
        return new QuotaReport(LimitScope.QUOTA_GROUP, Unit.TOKENS, Window.UNSPECIFIED, UNTOLD, 0, UNTOLD, resetMillis);
    }

    /// True for a share of 1 or more: its whole part is not 0.
    private static boolean isWhole(String share) {
        return Counts.number(share) > 0;
    }
}

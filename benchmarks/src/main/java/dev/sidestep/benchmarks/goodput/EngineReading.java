package dev.sidestep.benchmarks.goodput;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Quota;
import java.util.ArrayList;
import java.util.List;

/// What the gateway's reading of an answer comes to.
///
/// @param told of limits
record EngineReading(Outcome outcome, List<QuotaReport> told) {
    EngineReading {
        told = List.copyOf(told);
    }

    static EngineReading of(Reply.Failure reply, long nowNanos) {
        return switch (reply) {
            case Reply.RateLimited limited -> new EngineReading(outcome(limited, nowNanos), told(limited));
            case Reply.TooLarge(var dimension, long limit, long requested) ->
                new EngineReading(
                        new Outcome.TooLarge(limit),
                        List.of(report(LimitScope.MODEL, dimension, limit, Reply.UNTOLD, requested)));
            case Reply.ModelGone _ -> untold(new Outcome.ModelUnavailable(LimitScope.PROVIDER_MODEL));
            case Reply.ServerError(int status) ->
                untold(
                        status == 503
                                ? new Outcome.Overloaded(Outcome.UNSAID)
                                : new Outcome.Faulted("status " + status));
            case Reply.Unreachable _ -> untold(new Outcome.Unreachable("connection refused", true));
            case Reply.TimedOut _ -> untold(new Outcome.TimedOut("first content"));
        };
    }

    private static EngineReading untold(Outcome outcome) {
        return new EngineReading(outcome, List.of());
    }

    private static Outcome outcome(Reply.RateLimited limited, long nowNanos) {
        boolean endsByCalendar = limited.windowEndNanos() != Reply.UNTOLD;
        long windowEnd = endsByCalendar ? Math.max(0, limited.windowEndNanos() - nowNanos) : 0;
        return new Outcome.RateLimited(
                scope(limited),
                limited.named().map(EngineReading::window).orElse(Window.UNSPECIFIED),
                millisRoundedUp(limited.waitNanos()),
                millisRoundedUp(windowEnd));
    }

    private static LimitScope scope(Reply.RateLimited limited) {
        return limited.organizationWide() ? LimitScope.QUOTA_GROUP : LimitScope.MODEL;
    }

    private static List<QuotaReport> told(Reply.RateLimited limited) {
        var told = new ArrayList<>(told(limited.headers()));
        limited.named().ifPresent(dimension -> {
            boolean isUsedTold = limited.used() != Reply.UNTOLD;
            long remaining = isUsedTold ? Math.max(0, limited.limit() - limited.used()) : Reply.UNTOLD;
            told.add(report(scope(limited), dimension, limited.limit(), remaining, limited.requested()));
        });
        return told;
    }

    /// What an answer's headers tell.
    static List<QuotaReport> told(List<Quota> headers) {
        var told = new ArrayList<QuotaReport>(headers.size() + 1);
        for (var quota : headers) {
            told.add(new QuotaReport(
                    LimitScope.MODEL,
                    unit(quota.dimension()),
                    window(quota.dimension()),
                    quota.limit(),
                    quota.remaining(),
                    QuotaReport.UNTOLD,
                    millisRoundedUp(quota.untilFullNanos())));
        }
        return told;
    }

    private static QuotaReport report(
            LimitScope scope, Dimension dimension, long limit, long remaining, long requested) {
        return new QuotaReport(
                scope, unit(dimension), window(dimension), limit, remaining, requested, QuotaReport.UNTOLD);
    }

    static Unit unit(Dimension dimension) {
        return dimension.countsTokens() ? Unit.TOKENS : Unit.REQUESTS;
    }

    static Window window(Dimension dimension) {
        return dimension.window().equals("day") ? Window.DAY : Window.MINUTE;
    }

    private static long millisRoundedUp(long nanos) {
        return Math.ceilDiv(nanos, 1_000_000);
    }
}

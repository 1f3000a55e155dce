package dev.sidestep.wire.limits;

import static dev.sidestep.core.quota.QuotaReport.UNTOLD;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.wire.limits.bodies.Violation;
import dev.sidestep.wire.limits.words.Usage;
import java.util.List;
import java.util.Optional;

/// What the body of a refusal tells of limits: in violated quotas, in headers that a broker passes
/// on, in its sentence.
final class RefusalQuotas {
    private static final QuotaHeader INNER = QuotaHeader.of(Unit.REQUESTS, WindowRule.untilMidnight(), "x-ratelimit-*");

    private RefusalQuotas() {}

    /// The limits told; empty where the refusal is about something else.
    static List<QuotaReport> of(Facts facts, Outcome outcome) {
        return switch (outcome) {
            case Outcome.RateLimited limited -> told(facts, limited.scope());
            case Outcome.OutOfFunds funds -> told(facts, funds.scope());
            case Outcome.TooLarge _ -> told(facts, LimitScope.MODEL);
            case Outcome.Succeeded _,
                    Outcome.ModelUnavailable _,
                    Outcome.Overloaded _,
                    Outcome.Faulted _,
                    Outcome.TimedOut _,
                    Outcome.Unreachable _,
                    Outcome.Rejected _,
                    Outcome.Repairable _,
                    Outcome.Unauthorized _,
                    Outcome.Cancelled _ -> List.of();
        };
    }

    private static List<QuotaReport> told(Facts facts, LimitScope scope) {
        List<QuotaReport> violated = facts.body().violations().stream()
                .flatMap(violation -> violated(violation, facts.text()).stream())
                .toList();
        if (!violated.isEmpty()) {
            return violated;
        }
        Optional<QuotaReport> passedOn = passedOn(facts, scope);
        return passedOn.isPresent() ? List.of(passedOn.get()) : SentenceQuotas.of(facts, scope);
    }

    /// A violated quota tells its limit, but not what is left: Google's first refusals of a day
    /// still ask for less than a minute's wait.
    private static Optional<QuotaReport> violated(Violation violation, String text) {
        long limit = violation.value().isEmpty() ? limitOf(violation.metric(), text) : Counts.number(violation.value());
        Window window = violation.window();
        return limit <= 0 || window == Window.UNSPECIFIED
                ? Optional.empty()
                : violation
                        .unit()
                        .map(unit -> new QuotaReport(
                                violation.isPerModel() ? LimitScope.MODEL : LimitScope.QUOTA_GROUP,
                                unit,
                                window,
                                limit,
                                UNTOLD,
                                UNTOLD,
                                UNTOLD));
    }

    /// The limit that the sentence names behind the metric: "metric: …_requests, limit: 20".
    private static long limitOf(String metric, String text) {
        int at = metric.isEmpty() ? -1 : text.indexOf(metric);
        int lineEnd = at < 0 ? -1 : text.indexOf('\n', at);
        return at < 0 ? UNTOLD : Usage.after(text.substring(at, lineEnd < 0 ? text.length() : lineEnd), "limit");
    }

    private static Optional<QuotaReport> passedOn(Facts facts, LimitScope scope) {
        Headers inner = name -> Optional.ofNullable(facts.body().innerHeaders().get(name));
        Window named = facts.namedWindow();
        QuotaHeader header = named == Window.UNSPECIFIED ? INNER : INNER.over(WindowRule.documented(named));
        return header.read(inner, facts.now(), scope);
    }
}

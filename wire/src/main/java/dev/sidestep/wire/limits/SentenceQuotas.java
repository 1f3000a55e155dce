package dev.sidestep.wire.limits;

import static dev.sidestep.core.quota.QuotaReport.UNTOLD;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.wire.limits.words.Dimension;
import dev.sidestep.wire.limits.words.Usage;
import java.util.List;
import java.util.Optional;

/// Reads the limits that a refusal's sentence tells with their numbers.
///
/// Three forms cover all providers: "on tokens per minute (TPM): Limit 6000, Used 5914, Requested
/// 1822", "rate limit of 30,000 input tokens per minute", "Tokens per Minute (actual/limit):
/// 65605/16000".
final class SentenceQuotas {
    private final Facts facts;
    private final LimitScope scope;
    private final List<Dimension> dimensions;
    private final Usage usage;

    private SentenceQuotas(Facts facts, LimitScope scope) {
        this.facts = facts;
        this.scope = scope;
        this.dimensions = facts.dimensions();
        this.usage = facts.usage();
    }

    static List<QuotaReport> of(Facts facts, LimitScope scope) {
        return new SentenceQuotas(facts, scope).read();
    }

    private List<QuotaReport> read() {
        List<QuotaReport> ratios = dimensions.stream()
                .flatMap(dimension -> ratio(dimension).stream())
                .toList();
        return ratios.isEmpty() ? counted().or(this::labelled).stream().toList() : ratios;
    }

    /// "Limit L, Used U, Requested R", of the dimension that stands nearest before the limit.
    private Optional<QuotaReport> labelled() {
        if (usage.limit() <= 0) {
            return Optional.empty();
        }
        Optional<Dimension> named = named();
        boolean isForeign = named.filter(one -> one.unit().isEmpty()).isPresent();
        Optional<Unit> unit =
                isForeign ? Optional.empty() : named.flatMap(Dimension::unit).or(this::unitByNumbers);
        Window window = named.map(Dimension::window).orElseGet(facts::window);
        return unit.filter(one -> (window == Window.UNSPECIFIED) == (one == Unit.CONCURRENT))
                .map(one -> report(one, window, usage.limit(), usage.used(), usage.requested()));
    }

    private Optional<Dimension> named() {
        Optional<Dimension> before = facts.dimensionOfLimit(Dimension::isNamed);
        return before.or(() -> dimensions.stream().filter(Dimension::isNamed).findFirst());
    }

    /// What is counted where no word says it: the error's type, or what was asked for, which is 1
    /// of requests alone.
    private Optional<Unit> unitByNumbers() {
        return switch (facts.body().type()) {
            case "tokens" -> Optional.of(Unit.TOKENS);
            case "requests" -> Optional.of(Unit.REQUESTS);
            default ->
                usage.requested() == Usage.UNSAID
                        ? Optional.empty()
                        : Optional.of(usage.requested() == 1 ? Unit.REQUESTS : Unit.TOKENS);
        };
    }

    /// "(actual/limit): 65605/16000" behind a dimension.
    private Optional<QuotaReport> ratio(Dimension dimension) {
        String words = "(actual/limit)";
        int at = facts.text().indexOf(words, dimension.end());
        if (dimension.unit().isEmpty() || at < 0 || at > dimension.end() + 2) {
            return Optional.empty();
        }
        String numbers = facts.text().substring(at + words.length());
        long limit = Usage.after(numbers, "/");
        return limit > 0
                ? Optional.of(report(
                        dimension.unit().get(), dimension.window(), limit, Usage.numberAt(numbers, 0), Usage.UNSAID))
                : Optional.empty();
    }

    /// A number right before a dimension: "30,000 input tokens per minute". Where another number is
    /// called the limit, it is what was used, or what a larger plan would give.
    private Optional<QuotaReport> counted() {
        return dimensions.stream()
                .filter(one -> one.number() > 0 && (usage.limit() <= 0 || usage.limit() == one.number()))
                .flatMap(one -> one.unit().stream()
                        .map(unit -> report(unit, one.window(), one.number(), usage.used(), usage.requested())))
                .findFirst();
    }

    private QuotaReport report(Unit unit, Window window, long limit, long used, long requested) {
        long remaining = used == Usage.UNSAID ? UNTOLD : Math.max(0, limit - used);
        return new QuotaReport(
                scope, unit, window, limit, remaining, requested == Usage.UNSAID ? UNTOLD : requested, UNTOLD);
    }
}

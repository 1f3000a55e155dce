package dev.sidestep.simulator;

import java.time.ZoneId;
import java.util.Optional;

/// How a provider counts, beside the limits of its models. Immutable; `with…` methods answer a changed copy.
///
/// @param calendar where it is set, every window is one of this zone's calendar (minutes from second 0, days from
///     midnight) and starts empty; otherwise every limit is a bucket that refills continuously
/// @param countsRefusals whether a request that is refused is counted nevertheless
/// @param organizationLimits limits of an organisation over all of the provider's models
/// @param telling how much of all this it tells
public record QuotaRules(
        Optional<ZoneId> calendar, boolean countsRefusals, Limits organizationLimits, Telling telling) {
    /// Continuous buckets per model, told in full.
    public static final QuotaRules USUAL = new QuotaRules(Optional.empty(), false, Limits.none(), Telling.NUMBERS);

    /// The same with the calendar of a zone.
    public QuotaRules withCalendar(ZoneId zone) {
        return new QuotaRules(Optional.of(zone), countsRefusals, organizationLimits, telling);
    }

    /// The same, which counts refused requests or does not.
    public QuotaRules withRefusalsCounted(boolean counted) {
        return new QuotaRules(calendar, counted, organizationLimits, telling);
    }

    /// The same with limits over all models of an organisation.
    public QuotaRules withOrganizationLimits(Limits limits) {
        return new QuotaRules(calendar, countsRefusals, limits, telling);
    }

    /// The same, telling more or less.
    public QuotaRules withTelling(Telling changed) {
        return new QuotaRules(calendar, countsRefusals, organizationLimits, changed);
    }
}

package dev.sidestep.store.ledger;

import java.util.List;

/// Figures of one group. Immutable.
///
/// A call counts where it was answered, or was asked last; an attempt where it was made. Calls and attempts count in
/// the
/// hour in which they began, once they are over.
///
/// @param groups the group's values, in the order of [UsageQuery#groups()]: days as `2026-11-22`, hours as
///     `2026-11-22T09:00+01:00`
/// @param calls how many calls
/// @param answered how many of them were answered to their end
/// @param sidestepped how many of them had something in their way
/// @param waited how many of them waited
/// @param attempts how many attempts
/// @param rateLimited how many of them met a limit
/// @param avoided how often a target was passed over because it was known to be limited
/// @param tokens of attempts that are settled or estimated
/// @param costNanoUsd what those cost
/// @param estimated how many attempts are estimated
/// @param unknown how many attempts nobody knows the tokens of
/// @param unknownNanoUsd the most that those may have cost
/// @param unpriced how many attempts took tokens that have no price
public record UsageRow(
        List<String> groups,
        long calls,
        long answered,
        long sidestepped,
        long waited,
        long attempts,
        long rateLimited,
        long avoided,
        Tokens tokens,
        long costNanoUsd,
        long estimated,
        long unknown,
        long unknownNanoUsd,
        long unpriced) {
    public UsageRow {
        groups = List.copyOf(groups);
    }
}

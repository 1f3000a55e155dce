/// Reads what a provider's answer tells of limits: what a refusal came to, how far it reaches and
/// how long it lasts ([ErrorReader]), and what every answer's headers say is left ([QuotaReader]).
///
/// A refusal's body is unwrapped (`bodies`), its sentence is read for what limits count and for
/// numbers (`words`), and hints are read for how long to wait (`times`). What all that means stands
/// in one table of rows, [Table] and [Quirks]; a new quirk is one more row. What headers are named
/// stands in [QuotaHeaders], whose days end by the calendar in [Calendars].
///
/// Where hints contradict each other, the first of these that says anything counts:
/// `retry-after-ms`, `retry-after`, a plan's reset header, milliseconds in a field, a span in a
/// field, a moment in a field, a span in the sentence, a moment in the sentence, the end of a
/// calendar window, the numbers of the sentence. A hint that is negative, past or absurd says
/// nothing.
///
/// Nothing here opens a socket or reads a clock.
@NullMarked
package dev.sidestep.wire.limits;

import org.jspecify.annotations.NullMarked;

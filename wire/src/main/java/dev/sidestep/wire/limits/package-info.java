/// Reads a provider's refusal: what it came to, how far it reaches and how long it lasts.
///
/// What providers say stands in one table of rows, [Table]; a new quirk is one more row. Nothing
/// here opens a socket or reads a clock.
@NullMarked
package dev.sidestep.wire.limits;

import org.jspecify.annotations.NullMarked;

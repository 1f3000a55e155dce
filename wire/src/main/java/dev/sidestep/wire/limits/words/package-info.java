/// What the sentence of a refusal says of limits: what they count, over which span, and the three
/// numbers of "Limit 100000, Used 97875, Requested 3399". Grammar, not a list of sentences.
@NullMarked
package dev.sidestep.wire.limits.words;

import org.jspecify.annotations.NullMarked;

/// The body of a refusal, freed of the shapes that providers and gateways wrap it in.
@NullMarked
package dev.sidestep.wire.limits.bodies;

import org.jspecify.annotations.NullMarked;

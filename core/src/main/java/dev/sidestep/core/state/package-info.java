/// What one process knows of limits, in words that outlive it and that other nodes understand: names and spans instead
/// of objects and moments of a clock.
@NullMarked
package dev.sidestep.core.state;

import org.jspecify.annotations.NullMarked;

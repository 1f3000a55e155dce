/// Trouble that is not a limit: what it may cost.
@NullMarked
package dev.sidestep.core.health;

import org.jspecify.annotations.NullMarked;

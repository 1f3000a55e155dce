/// Trouble that is not a limit: which targets have it, and what it may cost.
@NullMarked
package dev.sidestep.core.health;

import org.jspecify.annotations.NullMarked;

/// What is cooling, for how long, and why.
@NullMarked
package dev.sidestep.core.cooldown;

import org.jspecify.annotations.NullMarked;

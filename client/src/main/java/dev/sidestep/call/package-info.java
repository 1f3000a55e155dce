/// What is told of calls: what was decided, how they fail, and what is cooling.
@NullMarked
package dev.sidestep.call;

import org.jspecify.annotations.NullMarked;

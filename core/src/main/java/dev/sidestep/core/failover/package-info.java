/// The failover of one call: fed with what happened and when, it answers what to do next.
@NullMarked
package dev.sidestep.core.failover;

import org.jspecify.annotations.NullMarked;

/// The log on the standard error stream: one line per event, written beside the event loops.
@NullMarked
package dev.sidestep.gateway.log;

import org.jspecify.annotations.NullMarked;

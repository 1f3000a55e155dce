/// The room where calls wait for a reset: who is asked next, and when.
@NullMarked
package dev.sidestep.core.queue;

import org.jspecify.annotations.NullMarked;

/// The vocabulary of Sidestep and its failover engine. Everything here is pure: no socket, no thread, no clock, no
/// random number of its own; time comes in as monotonic nanoseconds and chance as a generator.
@NullMarked
package dev.sidestep.core;

import org.jspecify.annotations.NullMarked;

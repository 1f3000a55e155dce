/// Simulated providers, as far as the gateway knows of them: what troubles them, and how that is asked for.
@NullMarked
package dev.sidestep.gateway.simulation;

import org.jspecify.annotations.NullMarked;

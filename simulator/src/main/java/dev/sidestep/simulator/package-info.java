@NullMarked
package dev.sidestep.simulator;

import org.jspecify.annotations.NullMarked;

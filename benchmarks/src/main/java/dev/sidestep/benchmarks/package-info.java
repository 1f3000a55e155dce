@NullMarked
package dev.sidestep.benchmarks;

import org.jspecify.annotations.NullMarked;

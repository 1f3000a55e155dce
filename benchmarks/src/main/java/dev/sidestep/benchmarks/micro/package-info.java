/// What a single step of a call costs, measured by JMH.
@NullMarked
package dev.sidestep.benchmarks.micro;

import org.jspecify.annotations.NullMarked;

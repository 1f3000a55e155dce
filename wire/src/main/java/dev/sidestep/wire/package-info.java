@NullMarked
package dev.sidestep.wire;

import org.jspecify.annotations.NullMarked;

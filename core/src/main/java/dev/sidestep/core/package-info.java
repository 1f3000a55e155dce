@NullMarked
package dev.sidestep.core;

import org.jspecify.annotations.NullMarked;

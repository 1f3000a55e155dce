@NullMarked
package dev.sidestep;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.sidestep.gateway;

import org.jspecify.annotations.NullMarked;

/// What is left of providers' limits: known before they refuse.
@NullMarked
package dev.sidestep.core.quota;

import org.jspecify.annotations.NullMarked;

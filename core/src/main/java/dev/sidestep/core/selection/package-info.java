/// Which target comes next, and why the others do not.
@NullMarked
package dev.sidestep.core.selection;

import org.jspecify.annotations.NullMarked;

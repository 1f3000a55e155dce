/// The canonical model: what calls and answers say, in no wire format's words. A call that changes its wire format goes
/// through it; one that keeps it does not.
@NullMarked
package dev.sidestep.wire.canonical;

import org.jspecify.annotations.NullMarked;

/// JSON as the wire formats need it: bytes that stay where they are, edits in place, and trees where a call changes its
/// wire format.
@NullMarked
package dev.sidestep.wire.json;

import org.jspecify.annotations.NullMarked;

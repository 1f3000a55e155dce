/// The framing of server-sent events.
@NullMarked
package dev.sidestep.wire.sse;

import org.jspecify.annotations.NullMarked;

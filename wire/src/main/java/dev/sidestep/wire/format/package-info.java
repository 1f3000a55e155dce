/// What every wire format offers: how a client's call is read, how it is written for a target, and how answers flow
/// back, untouched or translated.
@NullMarked
package dev.sidestep.wire.format;

import org.jspecify.annotations.NullMarked;

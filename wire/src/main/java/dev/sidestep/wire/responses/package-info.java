/// OpenAI's Responses wire format: reading calls, fitting and writing them for a target, reading and writing answers,
/// whole and streamed.
@NullMarked
package dev.sidestep.wire.responses;

import org.jspecify.annotations.NullMarked;

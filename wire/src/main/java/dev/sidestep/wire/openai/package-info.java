/// The OpenAI wire format: reading calls, fitting them to a target, watching answers, writing errors.
@NullMarked
package dev.sidestep.wire.openai;

import org.jspecify.annotations.NullMarked;

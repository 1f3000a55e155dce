/// Google's `generateContent`, which providers speak and clients do not.
@NullMarked
package dev.sidestep.wire.gemini;

import org.jspecify.annotations.NullMarked;

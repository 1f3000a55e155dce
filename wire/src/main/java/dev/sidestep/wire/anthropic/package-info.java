/// Anthropic's Messages, for clients and providers.
@NullMarked
package dev.sidestep.wire.anthropic;

import org.jspecify.annotations.NullMarked;

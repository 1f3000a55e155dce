/// Spans and moments as providers tell them: in headers, in fields, in sentences. Depends on
/// nothing of ours; every scan is linear, and no regular expression meets a provider's words.
@NullMarked
package dev.sidestep.wire.limits.times;

import org.jspecify.annotations.NullMarked;

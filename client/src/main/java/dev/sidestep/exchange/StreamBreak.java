package dev.sidestep.exchange;

import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;

/// How a stream broke after its first content.
///
/// @param target whose stream
/// @param outcome what it came to
/// @param detail in words
public record StreamBreak(Target target, Outcome outcome, String detail) {}

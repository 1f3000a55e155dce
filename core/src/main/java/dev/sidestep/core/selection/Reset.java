package dev.sidestep.core.selection;

import dev.sidestep.core.Target;

/// A target, and the moments from which on it can serve a call. Immutable.
///
/// @param atNanos when it is free for whoever is first there
/// @param answerNanos when the answer would begin: the call's turn has come, after those who wait for
///     the target already, and the target takes its usual time
/// @param throughNanos when what the call takes there would have come back. To go by it gathers large
///     calls where requests are counted, and small ones where tokens are, and both get more
public record Reset(Target target, long atNanos, long answerNanos, long throughNanos) {}

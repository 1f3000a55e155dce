package dev.sidestep.simulator;

/// A valid chat request, as far as the simulator needs to know it.
///
/// @param choices how many answers are wanted
/// @param promptTokens estimate of the prompt
record ChatCall(
        Question question, boolean stream, boolean includeUsage, int choices, long promptTokens, boolean hasImages) {}

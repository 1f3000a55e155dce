package dev.sidestep.simulator;

/// A valid Messages request, as far as the simulator needs to know it.
///
/// @param promptTokens estimate of the prompt
/// @param omitsThinking whether thinking is to be shown by its signature only
record MessagesCall(Question question, boolean stream, long promptTokens, boolean omitsThinking, boolean hasImages) {}

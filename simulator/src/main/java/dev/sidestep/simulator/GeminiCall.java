package dev.sidestep.simulator;

/// A valid generateContent request, as far as the simulator needs to know it.
///
/// @param promptTokens estimate of the prompt
/// @param showsThoughts whether thoughts are to be in the answer
record GeminiCall(Question question, int candidates, long promptTokens, boolean showsThoughts, boolean hasImages) {}

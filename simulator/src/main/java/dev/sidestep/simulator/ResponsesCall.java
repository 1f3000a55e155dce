package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A valid Responses request, as far as the simulator needs to know it.
///
/// @param body as sent: an answer repeats most of it
/// @param input its items, after those of the responses before it
/// @param promptTokens estimate of the prompt
/// @param reasons whether the model reasons before it answers
/// @param encrypted whether its reasoning is to be given to the client
/// @param stored whether the answer is kept, to be referred to later
record ResponsesCall(
        ObjectNode body,
        ArrayNode input,
        Question question,
        boolean stream,
        long promptTokens,
        boolean reasons,
        boolean encrypted,
        boolean stored,
        boolean hasImages) {}

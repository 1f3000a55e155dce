package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// A valid chat request, as far as the simulator needs to know it.
///
/// @param lastText the text of the last message
/// @param lastIsTool whether the last message is a tool's result
/// @param toolChoice as sent; a missing node when absent
/// @param responseFormat as sent; a missing node when absent
record ChatCall(
        String model,
        boolean stream,
        boolean includeUsage,
        int choices,
        long promptTokens,
        long maxTokens,
        String lastText,
        boolean lastIsTool,
        boolean hasImages,
        List<JsonNode> tools,
        JsonNode toolChoice,
        JsonNode responseFormat) {}

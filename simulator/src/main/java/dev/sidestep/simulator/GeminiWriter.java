package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Writes answers as Gemini does: one response, or the responses of its stream. Pure.
///
/// @param id the answer's own
record GeminiWriter(GeminiCall call, Utterance utterance, String id, Seal seal) implements Desk.Written {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public String whole() {
        var response = NODES.objectNode();
        var candidates = response.putArray("candidates");
        for (int i = 0; i < call.candidates(); i++) {
            var candidate = candidates.addObject();
            parts(candidate.putObject("content"));
            candidate.put("finishReason", finishReason()).put("index", i);
        }
        return closed(response).toString();
    }

    private void parts(ObjectNode content) {
        var parts = NODES.arrayNode();
        if (call.showsThoughts() && !utterance.thinking().isEmpty()) {
            parts.add(thought(utterance.thought()));
        }
        if (!utterance.pieces().isEmpty()) {
            var text = text(utterance.text());
            if (utterance.toolCalls().isEmpty() && signs()) {
                text.put("thoughtSignature", signature());
            }
            parts.add(text);
        }
        calls(parts);
        if (!parts.isEmpty()) {
            content.set("parts", parts); // a model that spent all tokens on thinking says nothing at all
        }
        content.put("role", "model");
    }

    @Override
    public long totalTokens() {
        return call.promptTokens() + utterance.tokens() * call.candidates();
    }

    /// The first piece is empty: nothing comes before the content.
    @Override
    public List<String> events() {
        var events = new ArrayList<String>();
        events.add("");
        for (int i = 0; i < call.candidates(); i++) {
            contents(i, events);
        }
        var last = NODES.objectNode();
        var candidates = last.putArray("candidates");
        for (int i = 0; i < call.candidates(); i++) {
            var candidate = candidates.addObject();
            var end = candidate.putObject("content");
            var part = end.putArray("parts").addObject().put("text", "");
            if (utterance.toolCalls().isEmpty() && signs()) {
                part.put("thoughtSignature", signature());
            }
            end.put("role", "model");
            candidate.put("finishReason", finishReason()).put("index", i);
        }
        events.add(event(last, true));
        return events;
    }

    private void contents(int index, List<String> events) {
        if (call.showsThoughts()) {
            utterance
                    .thinking()
                    .forEach(piece ->
                            events.add(event(chunk(index, NODES.arrayNode().add(thought(piece))), false)));
        }
        utterance
                .pieces()
                .forEach(piece ->
                        events.add(event(chunk(index, NODES.arrayNode().add(text(piece))), false)));
        var calls = NODES.arrayNode();
        calls(calls);
        if (!calls.isEmpty()) {
            events.add(event(chunk(index, calls), false));
        }
    }

    private static ObjectNode chunk(int index, ArrayNode parts) {
        var chunk = NODES.objectNode();
        var candidate = chunk.putArray("candidates").addObject();
        candidate.putObject("content").put("role", "model").set("parts", parts);
        candidate.put("index", index);
        return chunk;
    }

    private String event(ObjectNode response, boolean last) {
        return "data: " + (last ? closed(response) : named(response)) + "\n\n";
    }

    private ObjectNode closed(ObjectNode response) {
        response.set("usageMetadata", usage());
        return named(response);
    }

    private ObjectNode named(ObjectNode response) {
        return response.put("modelVersion", call.question().model()).put("responseId", id);
    }

    /// All calls in one place; the first one alone is signed.
    private void calls(ArrayNode parts) {
        for (int i = 0; i < utterance.toolCalls().size(); i++) {
            var toolCall = utterance.toolCalls().get(i);
            var part = parts.addObject();
            var function = part.putObject("functionCall");
            if (signs()) {
                function.put("id", "fc_" + id + "_" + i); // older models give none
            }
            function.put("name", toolCall.name()).set("args", toolCall.object());
            if (i == 0 && signs()) {
                part.put("thoughtSignature", signature());
            }
        }
    }

    private boolean signs() {
        return GeminiRules.of(call.question().model()).signsCalls();
    }

    private String signature() {
        return seal.token(id);
    }

    private static ObjectNode text(String text) {
        return NODES.objectNode().put("text", text);
    }

    private static ObjectNode thought(String text) {
        return text(text).put("thought", true);
    }

    private String finishReason() {
        if (utterance.refused()) {
            return "SAFETY";
        }
        return utterance.cut() ? "MAX_TOKENS" : "STOP";
    }

    private ObjectNode usage() {
        var usage = NODES.objectNode()
                .put("promptTokenCount", call.promptTokens())
                .put("candidatesTokenCount", utterance.answerTokens() * call.candidates())
                .put("totalTokenCount", totalTokens());
        if (!utterance.thinking().isEmpty()) {
            usage.put("thoughtsTokenCount", (long) utterance.thinking().size() * call.candidates());
        }
        usage.putArray("promptTokensDetails")
                .addObject()
                .put("modality", "TEXT")
                .put("tokenCount", call.promptTokens());
        return usage;
    }
}

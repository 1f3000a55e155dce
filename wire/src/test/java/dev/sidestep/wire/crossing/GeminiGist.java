package dev.sidestep.wire.crossing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a conversation says in the wire that no client speaks: the words, media, tool calls and results in order.
final class GeminiGist {
    private GeminiGist() {}

    static List<String> of(byte[] body) {
        List<String> gist = new ArrayList<>();
        for (JsonNode content : Trees.parse(body).orElseThrow().path("contents")) {
            for (JsonNode part : content.path("parts")) {
                gist.add(content.path("role").asText() + " " + said(part));
            }
        }
        return gist;
    }

    private static String said(JsonNode part) {
        if (part.has("functionCall")) {
            JsonNode call = part.path("functionCall");
            return "calls " + call.path("name").asText() + " " + (call.has("args") ? call.path("args") : "{}");
        }
        if (part.has("functionResponse")) {
            return "gets " + part.path("functionResponse").path("name").asText();
        }
        if (part.has("inlineData")) {
            return "shows " + part.path("inlineData").path("data").asText();
        }
        return part.has("fileData")
                ? "shows " + part.path("fileData").path("fileUri").asText()
                : part.path("text").asText();
    }

    /// The same of a call that is on its way there: without what its losses may have changed, and without the
    /// operator's words, which stand elsewhere.
    static List<String> of(CanonicalRequest request, List<Loss> losses) {
        boolean hasAllMedia = losses.stream().noneMatch(loss -> loss.field().matches(".*(image|document|file).*"));
        Map<String, String> names = new HashMap<>();
        List<String> gist = new ArrayList<>();
        for (Turn turn : request.turns()) {
            String role = turn.role() == Role.ASSISTANT ? "model " : "user ";
            for (Part part : turn.parts()) {
                switch (part) {
                    case Part.Text(var text, var _, var _)
                    when turn.role() == Role.USER || turn.role() == Role.ASSISTANT -> gist.add(role + text);
                    case Part.Image(Source.Inline(var _, var data), var _, var _)
                    when hasAllMedia -> gist.add(role + "shows " + data);
                    case Part.Document(Source.Inline(var _, var data), var _, var _)
                    when hasAllMedia -> gist.add(role + "shows " + data);
                    case Part.ToolCall call -> {
                        names.put(call.id(), call.name());
                        gist.add(role + "calls " + call.name() + " "
                                + Trees.parse(call.arguments()).orElseThrow());
                    }
                    case Part.ToolResult result -> gist.add(role + "gets " + names.get(result.callId()));
                    default -> {}
                }
            }
        }
        return gist;
    }
}

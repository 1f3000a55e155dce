package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerIds;
import dev.sidestep.wire.format.ToolNames;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.openai.UsageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Reads one whole answer. Used once.
final class ResponsesAnswerReader {
    private final Aim aim;
    private final AnswerIds ids;
    private final List<Part> parts = new ArrayList<>();

    ResponsesAnswerReader(Aim aim) {
        this.aim = aim;
        this.ids = new AnswerIds(aim);
    }

    CanonicalAnswer read(byte[] body) {
        JsonNode answer = Trees.parse(body).orElseThrow(() -> new IllegalArgumentException("not an answer"));
        answer.path("output").forEach(this::item);
        return new CanonicalAnswer(
                answer.path("id").asText(""),
                answer.path("model").asText(""),
                parts,
                finish(answer, ids.count() > 0, refusal()),
                UsageReader.read(answer.path("usage")).orElse(null));
    }

    private String refusal() {
        return parts.stream()
                .filter(Part.Refusal.class::isInstance)
                .map(part -> ((Part.Refusal) part).text())
                .collect(Collectors.joining());
    }

    private void item(JsonNode item) {
        switch (item.path("type").asText("")) {
            case "message" -> item.path("content").forEach(this::content);
            case "reasoning" -> parts.add(Thoughts.read(item, aim.target()));
            case "function_call" -> call(item);
            default -> parts.add(new Part.Unknown(WireFormat.RESPONSES, item));
        }
    }

    private void content(JsonNode part) {
        switch (part.path("type").asText("")) {
            case "output_text" -> parts.add(new Part.Text(part.path("text").asText("")));
            case "refusal" -> parts.add(new Part.Refusal(part.path("refusal").asText("")));
            default -> parts.add(new Part.Unknown(WireFormat.RESPONSES, part));
        }
    }

    private void call(JsonNode item) {
        String id = ids.next(item.path("call_id").asText(""));
        String name = ToolNames.given(item.path("name").asText(""), aim.memory());
        parts.add(new Part.ToolCall(id, name, arguments(item), null, Extras.NONE));
    }

    /// A tool without parameters is called with none at all by some servers.
    private static String arguments(JsonNode item) {
        String arguments = item.path("arguments").asText("");
        return arguments.isBlank() ? "{}" : arguments;
    }

    /// Why an answer ended; whether it calls tools, or refuses, says more than its status does.
    ///
    /// @param refusal what the model said it would not do; empty where it did not
    static Finish finish(JsonNode answer, boolean hasCalls, String refusal) {
        String why = answer.path("incomplete_details").path("reason").asText("");
        if (!answer.path("status").asText("").equals("incomplete")) {
            Reason ended = refusal.isEmpty() ? Reason.STOP : Reason.CONTENT_FILTER;
            return new Finish(
                    hasCalls ? Reason.TOOL_CALLS : ended, answer.path("status").asText("completed"), refusal);
        }
        return new Finish(why.equals("content_filter") ? Reason.CONTENT_FILTER : Reason.LENGTH, why);
    }
}

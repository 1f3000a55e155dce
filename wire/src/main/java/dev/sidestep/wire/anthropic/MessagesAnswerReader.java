package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.format.AnswerIds;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.JsonFault;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads whole answers.
final class MessagesAnswerReader {
    private final Aim aim;
    private final AnswerIds ids;
    private final List<Part> parts = new ArrayList<>();

    private MessagesAnswerReader(Aim aim) {
        this.aim = aim;
        this.ids = new AnswerIds(aim);
    }

    /// What a body with status 200 is.
    static AnswerBody inspect(byte[] body) {
        String broken = "a body that is not JSON";
        try {
            JsonCursor cursor = new JsonCursor(body, 0, body.length);
            if (cursor.peek() != JsonToken.START_OBJECT) {
                return new AnswerBody.Garbage(cursor.peek() == JsonToken.NOT_AVAILABLE ? "an empty body" : broken);
            }
            broken = "a body that is not valid JSON";
            return new Inspection().read(cursor);
        } catch (JsonFault _) {
            return new AnswerBody.Garbage(broken);
        }
    }

    /// One look at one body.
    private static final class Inspection {
        private final Tokens tokens = new Tokens();
        private boolean hasFailed;
        private boolean hasContent;

        AnswerBody read(JsonCursor cursor) {
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                switch (cursor.name()) {
                    case "type" -> hasFailed |= cursor.textOrEmpty().equals("error");
                    case "error" -> hasFailed |= !cursor.skipNull();
                    case "content" -> {
                        hasContent = cursor.peek() == JsonToken.START_ARRAY;
                        cursor.skip();
                    }
                    case "usage" -> tokens.read(cursor);
                    default -> cursor.skip();
                }
            }
            cursor.finish();
            if (hasFailed) {
                return new AnswerBody.ErrorBody();
            }
            return hasContent
                    ? new AnswerBody.Answered(tokens.usage().orElse(null))
                    : new AnswerBody.Garbage("a body without content");
        }
    }

    /// The answer in the canonical model; what is missing from it reads as empty.
    static CanonicalAnswer read(byte[] body, Aim aim) {
        JsonNode answer = Trees.parse(body).orElseGet(Trees::object);
        MessagesAnswerReader reader = new MessagesAnswerReader(aim);
        answer.path("content").forEach(reader::block);
        return new CanonicalAnswer(
                answer.path("id").asText(),
                answer.path("model").asText(),
                reader.parts,
                StopReasons.read(
                        text(answer.path("stop_reason")),
                        reader.ids.count() > 0,
                        text(answer.path("stop_sequence")),
                        text(answer.path("stop_details").path("explanation"))),
                usage(answer.path("usage")));
    }

    private static @Nullable Usage usage(JsonNode usage) {
        Tokens tokens = new Tokens();
        byte[] json = Trees.bytes(usage);
        tokens.read(new JsonCursor(json, 0, json.length));
        return tokens.usage().orElse(null);
    }

    /// A text; empty for null.
    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : "";
    }

    private void block(JsonNode block) {
        switch (block.path("type").asText()) {
            case "text" -> parts.add(new Part.Text(block.path("text").asText()));
            case "thinking" -> thinking(block);
            case BlockReader.REDACTED ->
                parts.add(new Part.RedactedThinking(
                        opaque(BlockReader.REDACTED, block.path("data").asText())));
            case "tool_use" -> toolCall(block);
            default -> parts.add(new Part.Unknown(WireFormat.ANTHROPIC, block));
        }
    }

    private void thinking(JsonNode block) {
        String signature = block.path(BlockReader.SIGNATURE).asText();
        Opaque opaque = signature.isEmpty() ? null : opaque(BlockReader.SIGNATURE, signature);
        parts.add(new Part.Thinking(block.path("thinking").asText(), opaque, Extras.NONE));
    }

    private void toolCall(JsonNode block) {
        String id = ids.next(block.path("id").asText());
        JsonNode input = block.path("input");
        parts.add(new Part.ToolCall(id, block.path("name").asText(), input.isObject() ? Trees.text(input) : "{}"));
    }

    private Opaque opaque(String kind, String data) {
        return new Opaque(WireFormat.ANTHROPIC, aim.target(), kind, data);
    }
}

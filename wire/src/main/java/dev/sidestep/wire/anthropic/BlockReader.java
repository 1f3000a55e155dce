package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads content blocks of calls into the canonical model.
final class BlockReader {
    /*
     * Thinking that another provider signed comes back with our token in its signature. What Gemini signs may be a
     * text, for which this format has no field; such a signature travels in an empty thinking block behind the text.
     */

    /// The name under which a block that has no canonical form is kept whole beside what can be said of it.
    static final String WHOLE = "whole_block";

    static final String SIGNATURE = "signature";
    static final String REDACTED = "redacted_thinking";

    private BlockReader() {}

    /// Reads a content: a text, or an array of blocks.
    ///
    /// @throws InvalidRequestException where it is neither, or a block of it is none
    static List<Part> content(JsonNode content, String where) {
        if (content.isTextual()) {
            String text = content.textValue();
            return text.isEmpty() ? List.of() : List.of(new Part.Text(text));
        }
        if (!content.isArray()) {
            throw new InvalidRequestException(where + " must be a text or an array of content blocks", where);
        }
        List<Part> parts = new ArrayList<>(content.size());
        for (int i = 0; i < content.size(); i++) {
            add(block(content.get(i), where + "[" + i + "]"), parts);
        }
        return parts;
    }

    private static void add(Part part, List<Part> parts) {
        if (!parts.isEmpty()
                && parts.getLast() instanceof Part.Text(var text, var knownOpaque, var extras)
                && knownOpaque == null
                && part instanceof Part.Thinking(var thought, var signature, var _)
                && thought.isEmpty()
                && signature != null
                && signature.wire() == WireFormat.GEMINI) {
            parts.set(parts.size() - 1, new Part.Text(text, signature, extras));
        } else {
            parts.add(part);
        }
    }

    private static Part block(JsonNode raw, String where) {
        Fields fields = new Fields(raw, where);
        return switch (fields.text("type")) {
            case "text" -> new Part.Text(fields.text("text"), null, fields.extras());
            case "image" -> image(fields, raw);
            case "document" -> document(fields, raw);
            case "search_result" -> searchResult(raw, where);
            case "thinking" -> thinking(fields);
            case REDACTED ->
                new Part.RedactedThinking(Opaque.of(WireFormat.ANTHROPIC, REDACTED, fields.requiredText("data")));
            case "tool_use" -> toolCall(fields);
            case "tool_result" -> toolResult(fields, where);
            default -> new Part.Unknown(WireFormat.ANTHROPIC, raw);
        };
    }

    private static Part thinking(Fields fields) {
        String text = fields.text("thinking");
        String signature = fields.text(SIGNATURE);
        Opaque opaque = signature.isEmpty() ? null : Opaque.of(WireFormat.ANTHROPIC, SIGNATURE, signature);
        return new Part.Thinking(text, opaque, fields.extras());
    }

    private static Part toolCall(Fields fields) {
        String id = fields.requiredText("id");
        String name = fields.requiredText("name");
        String arguments = fields.take("input").map(Trees::text).orElse("{}");
        return new Part.ToolCall(id, name, arguments, null, fields.extras());
    }

    private static Part toolResult(Fields fields, String where) {
        String callId = fields.requiredText("tool_use_id");
        List<Part> parts = fields.take("content")
                .map(content -> content(content, where + ".content"))
                .orElse(List.of());
        boolean isError = fields.flag("is_error").orElse(false);
        return new Part.ToolResult(callId, "", parts, isError, fields.extras());
    }

    private static Part image(Fields fields, JsonNode raw) {
        return source(new Fields(fields.required("source"), fields.place("source")))
                .<Part>map(source -> new Part.Image(source, "", fields.extras()))
                .orElse(new Part.Unknown(WireFormat.ANTHROPIC, raw));
    }

    private static Part document(Fields fields, JsonNode raw) {
        JsonNode rawSource = fields.required("source");
        Fields of = new Fields(rawSource, fields.place("source"));
        String name = fields.text("title");
        Optional<Source> source = source(of);
        if (source.isPresent()) {
            return new Part.Document(source.orElseThrow(), name, fields.extras());
        }
        return joined(rawSource.path("content"))
                .<Part>map(text -> {
                    fields.keep(WHOLE, raw);
                    return new Part.Document(new Source.PlainText(text), name, fields.extras());
                })
                .orElse(new Part.Unknown(WireFormat.ANTHROPIC, raw));
    }

    private static Part searchResult(JsonNode raw, String where) {
        Fields fields = new Fields(raw, where);
        String title = fields.text("title");
        String text = joined(raw.path("content")).orElse("");
        Fields kept = new Fields(Trees.object(), where);
        kept.keep(WHOLE, raw);
        return new Part.Document(new Source.PlainText(text), title, kept.extras());
    }

    private static Optional<Source> source(Fields source) {
        return switch (source.text("type")) {
            case "base64" -> Optional.of(new Source.Inline(mediaType(source), source.requiredText("data")));
            case "text" -> Optional.of(new Source.PlainText(source.requiredText("data")));
            case "url" -> Optional.of(new Source.Url(source.requiredText("url")));
            case "file" -> Optional.of(new Source.Handle(source.requiredText("file_id")));
            default -> Optional.empty();
        };
    }

    private static String mediaType(Fields source) {
        return source.requiredText("media_type").toLowerCase(Locale.ROOT);
    }

    /// The text of a content of texts alone, joined; empty where there is more in it.
    private static Optional<String> joined(JsonNode content) {
        if (content.isTextual()) {
            return Optional.of(content.textValue());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode block : content) {
            if (!block.path("type").asText().equals("text")) {
                return Optional.empty();
            }
            texts.add(block.path("text").asText());
        }
        return content.isArray() ? Optional.of(String.join("\n\n", texts)) : Optional.empty();
    }
}

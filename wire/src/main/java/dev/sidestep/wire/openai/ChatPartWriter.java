package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sidestep.wire.canonical.DataUrl;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.openai.Dialect.Trait;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes what messages contain.
final class ChatPartWriter {
    /// OpenAI's bound for marks of where a prefix is to be cached.
    private static final int MAX_BREAKPOINTS = 4;

    private static final String BREAKPOINT = "prompt_cache_breakpoint";

    private final Dialect dialect;
    private final WireFormat origin;
    private final Losses losses;
    private boolean takesBreakpoints;
    private int breakpoints;

    /// @param origin the format that the call came in
    ChatPartWriter(Dialect dialect, WireFormat origin, Losses losses) {
        this.dialect = dialect;
        this.origin = origin;
        this.losses = losses;
    }

    /// A message's content: a string where that says all, else a list of parts.
    JsonNode content(Role role, List<Part> parts) {
        takesBreakpoints = dialect.has(Trait.CACHE_BREAKPOINTS) && role != Role.ASSISTANT;
        ArrayNode written = Trees.array();
        for (Part part : parts) {
            part(part).ifPresent(written::add);
        }
        boolean isText = written.size() == 1 && isPlainText(written.get(0));
        if (isText || written.isEmpty()) {
            return TextNode.valueOf(written.path(0).path("text").asText());
        }
        boolean joins = dialect.has(Trait.PLAIN_CONTENT) && parts.stream().allMatch(Part.Text.class::isInstance);
        return joins ? joined(parts, "\n\n") : written;
    }

    private static JsonNode joined(List<Part> parts, String separator) {
        return TextNode.valueOf(parts.stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining(separator)));
    }

    private static boolean isPlainText(JsonNode part) {
        return part.size() == 2 && part.path("type").asText().equals("text");
    }

    private Optional<ObjectNode> part(Part part) {
        return switch (part) {
            case Part.Text text -> text(text);
            case Part.Refusal(var text) -> Optional.of(text(text));
            case Part.Image image -> image(image);
            case Part.Audio audio -> audio(audio);
            case Part.Document document -> document(document);
            case Part.Unknown(var wire, var raw)
            when wire == WireFormat.OPENAI && raw instanceof ObjectNode object -> Optional.of(object);
            case Part.Unknown _ -> lost("messages.content");
            case Part.Thinking _, Part.RedactedThinking _ -> lost("messages.reasoning_content");
            case Part.ToolCall _ -> lost("messages.tool_calls");
            case Part.ToolResult _ -> lost("messages.tool_results");
        };
    }

    private Optional<ObjectNode> lost(String field) {
        losses.dropped(field);
        return Optional.empty();
    }

    private static ObjectNode text(String text) {
        return Trees.object().put("type", "text").put("text", text);
    }

    private Optional<ObjectNode> text(Part.Text text) {
        return text.text().isEmpty() ? Optional.empty() : Optional.of(with(text.extras(), text(text.text())));
    }

    private Optional<ObjectNode> image(Part.Image image) {
        ObjectNode written = Trees.object().put("type", "image_url");
        ObjectNode url = written.putObject("image_url");
        switch (image.source()) {
            case Source.Inline inline -> url.put("url", DataUrl.of(inline));
            case Source.Url(var address) -> url.put("url", address);
            case Source.PlainText _, Source.Handle _ -> {
                return lost("messages.image_url");
            }
        }
        if (!image.detail().isEmpty()) {
            url.put("detail", image.detail());
        }
        return Optional.of(with(image.extras(), written));
    }

    private Optional<ObjectNode> audio(Part.Audio audio) {
        if (!(audio.source() instanceof Source.Inline(var mediaType, var base64))) {
            return lost("messages.input_audio");
        }
        ObjectNode written = Trees.object().put("type", "input_audio");
        written.putObject("input_audio").put("data", base64).put("format", format(mediaType));
        return Optional.of(with(audio.extras(), written));
    }

    private static String format(String mediaType) {
        return switch (mediaType) {
            case "audio/mpeg" -> "mp3";
            case "audio/x-wav", "audio/wave" -> "wav";
            default -> mediaType.substring(mediaType.indexOf('/') + 1);
        };
    }

    private Optional<ObjectNode> document(Part.Document document) {
        return switch (document.source()) {
            case Source.Inline(var mediaType, var base64)
            when isForeignText(mediaType) -> told(document, decoded(base64));
            case Source.Inline inline -> file(document, "file_data", DataUrl.of(inline));
            case Source.Handle(var id) when origin == WireFormat.OPENAI -> file(document, "file_id", id);
            case Source.Handle _ -> lost("messages.file");
            case Source.PlainText(var text) -> told(document, text);
            case Source.Url(var url) -> told(document, "Document at " + url);
        };
    }

    /// Files are PDFs here; a text is as good in words.
    private boolean isForeignText(String mediaType) {
        return mediaType.startsWith("text/") && origin != WireFormat.OPENAI;
    }

    private Optional<ObjectNode> file(Part.Document document, String field, String value) {
        ObjectNode written = Trees.object().put("type", "file");
        ObjectNode file = written.putObject("file").put(field, value);
        if (!document.name().isEmpty()) {
            file.put("filename", document.name());
        } else if (field.equals("file_data") && origin != WireFormat.OPENAI) {
            // OpenAI wants a name with the bytes.
            file.put("filename", "document.pdf");
        }
        return Optional.of(with(document.extras(), written));
    }

    private Optional<ObjectNode> told(Part.Document document, String text) {
        losses.approximated("messages.file", "text");
        String told = document.name().isEmpty() ? text : document.name() + "\n\n" + text;
        return told.isEmpty() ? Optional.empty() : Optional.of(with(document.extras(), text(told)));
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private ObjectNode with(Extras extras, ObjectNode part) {
        extras.of(WireFormat.OPENAI).forEach(part::set);
        if (extras.areLostAt(WireFormat.OPENAI)) {
            extras.fields().forEach((name, value) -> foreign(name, value, part));
        }
        return part;
    }

    /// Anthropic's mark of where a prefix is to be cached has a sister at OpenAI since gpt-5.6:
    /// https://developers.openai.com/api/docs/guides/prompt-caching
    private void foreign(String name, JsonNode value, ObjectNode part) {
        boolean isMark = name.equals("cache_control") && takesBreakpoints && breakpoints < MAX_BREAKPOINTS;
        if (isMark) {
            breakpoints++;
            part.set(BREAKPOINT, Trees.object().put("mode", "explicit"));
        } else {
            losses.extra("messages", name, value);
        }
    }
}

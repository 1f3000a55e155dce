package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.DataUrl;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes the parts of a message or of a tool's result for one target. Not thread-safe; one per call.
final class ResponsesPartWriter {
    private static final String BREAKPOINT = "prompt_cache_breakpoint";

    /// OpenAI: "Each request can write up to four breakpoints".
    private static final int MOST_BREAKPOINTS = 4;

    private final WireFormat origin;
    private final Set<Feature> features;
    private final boolean marksCache;
    private final Losses losses;
    private int breakpoints;

    ResponsesPartWriter(WireFormat origin, Aim aim, Losses losses) {
        this.origin = origin;
        this.features = aim.model().features();
        this.marksCache = Dialect.of(aim).marksCache();
        this.losses = losses;
    }

    /// What is put into the model: everything but tool calls, results and thoughts.
    List<JsonNode> input(List<Part> parts) {
        List<JsonNode> written = new ArrayList<>();
        parts.forEach(part -> input(part).ifPresent(written::add));
        return written;
    }

    /// A text that the model once said.
    ObjectNode said(Part.Text text) {
        losses.extras("messages", text.extras());
        return Trees.object().put("type", "output_text").put("text", text.text());
    }

    private Optional<JsonNode> input(Part part) {
        return switch (part) {
            case Part.Text(var text, var _, var extras) -> Optional.of(marked(text(text), extras));
            case Part.Refusal(var text) -> Optional.of(text(text));
            case Part.Image image -> image(image).map(node -> marked(node, image.extras()));
            case Part.Audio audio -> audio(audio).map(node -> marked(node, audio.extras()));
            case Part.Document document -> document(document).map(node -> marked(node, document.extras()));
            case Part.Unknown(var wire, var raw) -> unknown(wire, raw);
            case Part.Thinking _, Part.RedactedThinking _, Part.ToolCall _, Part.ToolResult _ ->
                lost("messages.content");
        };
    }

    private static ObjectNode text(String text) {
        return Trees.object().put("type", "input_text").put("text", text);
    }

    private Optional<ObjectNode> image(Part.Image image) {
        if (!features.contains(Feature.VISION)) {
            return lost("messages.image_url");
        }
        ObjectNode node = Trees.object().put("type", "input_image");
        switch (image.source()) {
            case Source.Inline data -> node.put("image_url", DataUrl.of(data));
            case Source.Url(var url) when features.contains(Feature.IMAGE_URLS) -> node.put("image_url", url);
            case Source.Handle(var id) when knowsFiles() -> node.put("file_id", id);
            case Source.Url _, Source.Handle _, Source.PlainText _ -> {
                return lost("messages.image_url");
            }
        }
        return Optional.of(node.put("detail", image.detail().isEmpty() ? "auto" : image.detail()));
    }

    private Optional<ObjectNode> audio(Part.Audio audio) {
        if (!features.contains(Feature.AUDIO) || !(audio.source() instanceof Source.Inline(var type, var data))) {
            return lost("messages.input_audio");
        }
        ObjectNode node = Trees.object().put("type", "input_audio");
        String format = type.substring(type.indexOf('/') + 1);
        node.putObject("input_audio").put("data", data).put("format", format.equals("mpeg") ? "mp3" : format);
        return Optional.of(node);
    }

    private Optional<ObjectNode> document(Part.Document document) {
        if (document.source() instanceof Source.PlainText(var text)) {
            losses.approximated("messages.file", "text");
            return Optional.of(text(document.name().isEmpty() ? text : document.name() + ":\n" + text));
        }
        if (!features.contains(Feature.FILES)) {
            return lost("messages.file");
        }
        ObjectNode node = Trees.object().put("type", "input_file");
        switch (document.source()) {
            // Inline data must have a name: "Missing required parameter: input[0].content[1].filename".
            case Source.Inline data -> node.put("filename", name(document)).put("file_data", DataUrl.of(data));
            case Source.Url(var url) -> node.put("file_url", url);
            case Source.Handle(var id) when knowsFiles() -> node.put("file_id", id);
            case Source.Handle _, Source.PlainText _ -> {
                return lost("messages.file");
            }
        }
        return Optional.of(node);
    }

    private static String name(Part.Document document) {
        return document.name().isEmpty() ? "document.pdf" : document.name();
    }

    /// OpenAI's two APIs share their files.
    private boolean knowsFiles() {
        return origin == WireFormat.OPENAI || origin == WireFormat.RESPONSES;
    }

    private Optional<JsonNode> unknown(WireFormat wire, JsonNode raw) {
        return wire == WireFormat.RESPONSES ? Optional.of(raw) : lost("messages.content");
    }

    /// The part with its own fields, and with the mark for the cache where the target takes one.
    private ObjectNode marked(ObjectNode node, Extras extras) {
        Map<String, JsonNode> fields = extras.fields();
        boolean isMark = fields.containsKey("cache_control") || fields.containsKey(BREAKPOINT);
        if (extras.wire() == WireFormat.RESPONSES) {
            node.setAll(fields);
        } else if (isMark && marksCache && breakpoints < MOST_BREAKPOINTS && fields.size() == 1) {
            breakpoints++;
            node.set(BREAKPOINT, mark(fields));
        } else {
            losses.extras("messages", extras);
        }
        return node;
    }

    private JsonNode mark(Map<String, JsonNode> fields) {
        JsonNode own = fields.get(BREAKPOINT);
        if (own != null) {
            return own;
        }
        losses.approximated("messages.cache_control", BREAKPOINT);
        return Trees.object().put("mode", "explicit");
    }

    private <T> Optional<T> lost(String field) {
        losses.dropped(field);
        return Optional.empty();
    }
}

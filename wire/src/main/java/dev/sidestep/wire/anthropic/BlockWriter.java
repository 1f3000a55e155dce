package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.Arguments;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.format.SentIds;
import dev.sidestep.wire.json.Trees;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the parts of a call as content blocks for one target. Not thread-safe.
final class BlockWriter {
    private static final String CACHE_CONTROL = "cache_control";

    private final Aim aim;
    private final boolean keepsThinking;
    private final Losses losses;
    private final Set<Feature> features;
    private final Media media;

    /// @param keepsThinking whether thoughts that are the target's own go back to it
    BlockWriter(Aim aim, WireFormat origin, boolean keepsThinking, Losses losses) {
        this.aim = aim;
        this.keepsThinking = keepsThinking;
        this.losses = losses;
        this.features = aim.model().features();
        this.media = new Media(features, origin == WireFormat.ANTHROPIC);
    }

    /// Appends what becomes of a part: one block, or none.
    void write(Part part, ArrayNode blocks) {
        switch (part) {
            case Part.Text(var text, var _, var extras) -> text(text, extras, blocks);
            case Part.Refusal(var text) -> text(text, Extras.NONE, blocks);
            case Part.Image image -> image(image, blocks);
            case Part.Audio _ -> losses.dropped("messages.input_audio");
            case Part.Document document -> document(document, blocks);
            case Part.Thinking(var text, var knownOpaque, var extras) -> thinking(text, knownOpaque, extras, blocks);
            case Part.RedactedThinking(var opaque) -> redacted(opaque, blocks);
            case Part.ToolCall call -> toolCall(call, blocks);
            case Part.ToolResult result -> toolResult(result, blocks);
            case Part.Unknown(var wire, var raw) -> unknown(wire, raw, blocks);
        }
    }

    /// An empty text is refused, and says nothing.
    private void text(String text, Extras extras, ArrayNode blocks) {
        if (!text.isEmpty()) {
            blocks.add(with(extras, block("text").put("text", text)));
        }
    }

    private void image(Part.Image image, ArrayNode blocks) {
        media.of(image)
                .ifPresentOrElse(
                        source -> blocks.add(with(image.extras(), block("image").set("source", source))),
                        () -> losses.dropped("messages.image_url"));
        if (!image.detail().isEmpty() && !image.detail().equals("auto")) {
            losses.dropped("messages.image_url.detail");
        }
    }

    private void document(Part.Document document, ArrayNode blocks) {
        JsonNode whole = document.extras().of(WireFormat.ANTHROPIC).get(BlockReader.WHOLE);
        if (whole != null && features.contains(Feature.FILES)) {
            blocks.add(whole);
            return;
        }
        media.of(document)
                .ifPresentOrElse(
                        source -> {
                            ObjectNode block = block("document").set("source", source);
                            if (!document.name().isEmpty()) {
                                block.put("title", document.name());
                            }
                            blocks.add(with(document.extras(), block));
                        },
                        () -> losses.dropped("messages.file"));
    }

    private void thinking(String text, @Nullable Opaque opaque, Extras extras, ArrayNode blocks) {
        if (opaque == null || !goesBack(opaque)) {
            losses.dropped("messages.reasoning_content");
            return;
        }
        blocks.add(with(extras, block("thinking").put("thinking", text).put(BlockReader.SIGNATURE, opaque.data())));
    }

    private void redacted(Opaque opaque, ArrayNode blocks) {
        if (goesBack(opaque)) {
            blocks.add(block(BlockReader.REDACTED).put("data", opaque.data()));
        } else {
            losses.dropped("messages.reasoning_content");
        }
    }

    /// Unsigned thoughts, and those of another issuer, are refused; signatures are never made up.
    private boolean goesBack(Opaque opaque) {
        return keepsThinking && opaque.isFor(WireFormat.ANTHROPIC, aim.target());
    }

    private void toolCall(Part.ToolCall call, ArrayNode blocks) {
        ObjectNode block =
                block("tool_use").put("id", SentIds.of(call.id(), aim.memory())).put("name", call.name());
        block.set("input", input(call.arguments()));
        blocks.add(with(call.extras(), block));
    }

    private ObjectNode input(String arguments) {
        Arguments input = Arguments.of(arguments);
        if (input.isRaw()) {
            losses.approximated("messages.tool_calls.arguments", Arguments.RAW);
        }
        return input.object();
    }

    private void toolResult(Part.ToolResult result, ArrayNode blocks) {
        ObjectNode block = block("tool_result").put("tool_use_id", SentIds.of(result.callId(), aim.memory()));
        ArrayNode content = Trees.array();
        result.parts().forEach(part -> write(part, content));
        if (!content.isEmpty()) {
            block.set("content", content);
        }
        if (result.isError()) {
            block.put("is_error", true);
        }
        blocks.add(with(result.extras(), block));
    }

    private void unknown(WireFormat wire, JsonNode raw, ArrayNode blocks) {
        if (wire == WireFormat.ANTHROPIC && features.contains(Feature.ANTHROPIC_API)) {
            blocks.add(raw);
        } else {
            losses.dropped("messages.content");
        }
    }

    /// A block with the fields that only this format has, and with another format's marks for the cache.
    private ObjectNode with(Extras extras, ObjectNode block) {
        extras.of(WireFormat.ANTHROPIC).forEach((name, value) -> {
            if (name.equals("citations") && !features.contains(Feature.CITATIONS)) {
                losses.dropped("messages." + name);
            } else if (!name.equals(BlockReader.WHOLE)) {
                block.set(name, value);
            }
        });
        if (extras.of(WireFormat.OPENAI).containsKey("prompt_cache_breakpoint")) {
            block.set(CACHE_CONTROL, Trees.object().put("type", "ephemeral"));
            losses.approximated("messages.prompt_cache_breakpoint", CACHE_CONTROL);
        } else {
            losses.extras("messages", extras);
        }
        return block;
    }

    private static ObjectNode block(String type) {
        return Trees.object().put("type", type);
    }
}

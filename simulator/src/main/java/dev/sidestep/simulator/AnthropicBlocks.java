package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Set;

/// Reads the blocks of a message that need nothing but themselves, and how much they are. Throws [RefusedRequest].
final class AnthropicBlocks {
    private static final Set<String> TEXT = Set.of("type", "text", "cache_control", "citations");
    private static final Set<String> IMAGE = Set.of("type", "source", "cache_control");
    private static final Set<String> DOCUMENT =
            Set.of("type", "source", "title", "context", "citations", "cache_control");
    private static final Set<String> RESULT = Set.of("type", "tool_use_id", "content", "is_error", "cache_control");
    private static final Set<String> MEDIA_TYPES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final int TOKENS_PER_IMAGE = 1_568; // the most that one image takes
    private static final int TOKENS_PER_MESSAGE = 3;

    private boolean image;

    boolean sawImage() {
        return image;
    }

    void read(Input block, String type) {
        switch (type) {
            case "text" -> text(block);
            case "image" -> image(block.as("image"));
            case "document" -> document(block.as("document"));
            case "tool_result" -> result(block);
            case String _ -> {
                // Blocks of Anthropic's own tools are taken as they come.
            }
        }
    }

    private static void text(Input block) {
        block.as("text").allow(TEXT);
        block.as("text").required("text").requireText();
        if (!block.at("text").text().isEmpty()) {
            return;
        }
        throw block.has("cache_control")
                ? block.as("text").wrong("cache_control cannot be set for empty text blocks")
                : Input.refused("messages: text content blocks must be non-empty");
    }

    private void image(Input block) {
        block.allow(IMAGE);
        var source = block.required("source");
        image = true;
        switch (source.required("type").text()) {
            case "base64" -> {
                var media = source.as("base64").required("media_type");
                if (!MEDIA_TYPES.contains(media.text())) {
                    throw media.wrong("Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'");
                }
                requireBase64(source.as("base64").required("data"));
            }
            case "url" -> requireHttps(source.as("url").required("url"));
            case "file" -> throw noSuchFile(source);
            case String other -> throw wrongSource(source, other);
        }
    }

    private static void document(Input block) {
        block.allow(DOCUMENT);
        var source = block.required("source");
        switch (source.required("type").text()) {
            case "base64" -> {
                var media = source.as("base64").required("media_type");
                if (!media.text().equals("application/pdf")) {
                    throw media.wrong("Input should be 'application/pdf'");
                }
                requireBase64(source.as("base64").required("data"));
            }
            case "text" -> {
                var media = source.as("text").required("media_type");
                if (!media.text().equals("text/plain")) {
                    throw media.wrong("Input should be 'text/plain'");
                }
                source.as("text").required("data").requireText();
            }
            case "url" -> requireHttps(source.as("url").required("url"));
            case "content" -> source.as("content").required("content");
            case "file" -> throw noSuchFile(source);
            case String other -> throw wrongSource(source, other);
        }
    }

    private void result(Input block) {
        var result = block.as("tool_result");
        result.allow(RESULT);
        result.required("tool_use_id").requireMatch("[a-zA-Z0-9_-]+");
        if (result.has("is_error")) {
            result.at("is_error").requireFlag();
        }
        var content = block.at("content");
        if (!content.node().isArray()) {
            if (result.has("content")) {
                content.requireText();
            }
            return;
        }
        for (var part : content.elements()) {
            var type = part.required("type").text();
            if (!Set.of("text", "image", "document", "search_result", "tool_reference")
                    .contains(type)) {
                throw part.wrong("Input tag '" + type + "' found using 'type' does not match any of the expected tags: "
                        + "'text', 'image', 'search_result', 'document'");
            }
            read(part, type);
        }
    }

    private static void requireBase64(Input data) {
        data.requireText();
        try {
            if (Base64.getDecoder().decode(data.text()).length > 0) {
                return;
            }
        } catch (IllegalArgumentException _) {
            // told below, like no data at all
        }
        throw data.wrong("Invalid base64 data");
    }

    private static void requireHttps(Input url) {
        url.requireText();
        if (!url.text().startsWith("https://")) {
            throw url.wrong("Only HTTPS URLs are supported.");
        }
    }

    private static RefusedRequest noSuchFile(Input source) {
        return new RefusedRequest(404, "File not found: " + source.at("file_id").text(), "not_found_error", null, null);
    }

    private static RefusedRequest wrongSource(Input source, String type) {
        return source.wrong("Input tag '" + type + "' found using 'type' does not match any of the expected tags: "
                + "'base64', 'url', 'file'");
    }

    /// The texts of a message, one after the other; those of a tool's result are its texts.
    String textOf(Input message) {
        var text = new StringBuilder();
        append(message.at("content").node(), text);
        return text.toString();
    }

    private static void append(JsonNode content, StringBuilder text) {
        if (content.isTextual()) {
            text.append(content.textValue());
        }
        for (var block : content) {
            text.append(block.path("text").asText(""));
            if (block.path("type").asText().equals("tool_result")) {
                append(block.path("content"), text);
            }
        }
    }

    long tokensOf(Input message) {
        return TOKENS_PER_MESSAGE + tokens(message.at("content").node());
    }

    private static long tokens(JsonNode content) {
        if (!content.isArray()) {
            return MessageReader.tokensOf(content);
        }
        long tokens = 0;
        for (var block : content) {
            tokens += switch (block.path("type").asText()) {
                case "image", "document" -> TOKENS_PER_IMAGE;
                case "tool_result" -> TOKENS_PER_MESSAGE + tokens(block.path("content"));
                case String _ -> MessageReader.tokensOf(block);
            };
        }
        return tokens;
    }
}

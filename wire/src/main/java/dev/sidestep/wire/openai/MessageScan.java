package dev.sidestep.wire.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.json.JsonCursor;

/// Scans the messages of one chat call for what they need.
///
/// An assistant's message at the end is no beginning of the answer: OpenAI does not go on with it, so a caller of this
/// format cannot mean it. It is one only where it says so, with the `prefix` of Mistral and DeepSeek.
final class MessageScan {
    private final ChatNeeds needs;
    private final byte[] bytes;

    /// @param bytes those that the cursor reads
    MessageScan(ChatNeeds needs, byte[] bytes) {
        this.needs = needs;
        this.bytes = bytes;
    }

    /// Consumes one message.
    void message(JsonCursor cursor) {
        needs.size().addMessage();
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            field(cursor.name(), cursor);
        }
    }

    private void field(String name, JsonCursor cursor) {
        switch (name) {
            case "role" -> {
                if (cursor.textOrEmpty().equals("developer")) {
                    needs.odd(Oddity.DEVELOPER);
                }
            }
            case "content" -> content(cursor);
            case "tool_calls" -> toolCalls(cursor);
            case "tool_call_id" -> needs.size().addText(toolId(cursor));
            case "audio" -> audio(cursor);
            case "prefix" -> needs.flag(cursor, Feature.PREFILL);
            default -> other(name, cursor);
        }
    }

    private void other(String name, JsonCursor cursor) {
        if (Dialect.isRefusedSomewhere(name)) {
            needs.odd(name);
        }
        text(cursor);
    }

    private void text(JsonCursor cursor) {
        needs.size().addText(cursor.skip());
    }

    private void content(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            text(cursor);
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            part(cursor);
        }
    }

    private int toolId(JsonCursor cursor) {
        int length = cursor.skip();
        needs.odd(length > ToolIdRule.MAX_LENGTH ? Oddity.LONG_TOOL_IDS : Oddity.TOOL_IDS);
        return length;
    }

    private void toolCalls(JsonCursor cursor) {
        int from = cursor.start();
        if (cursor.peek() == JsonToken.START_ARRAY) {
            for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
                toolCall(cursor);
            }
        } else {
            cursor.skip();
        }
        needs.size().addText(cursor.end() - from);
    }

    private void toolCall(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "id" -> toolId(cursor);
                case "extra_content" -> {
                    needs.odd(Oddity.EXTRA_CONTENT);
                    cursor.skip();
                }
                case "custom" -> {
                    needs.where(true, Feature.CUSTOM_TOOLS);
                    cursor.skip();
                }
                default -> cursor.skip();
            }
        }
    }

    /// An earlier answer's sound, by the name that its account gave it.
    private void audio(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        needs.odd("audio");
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("id")) {
                needs.handle(cursor.textOrEmpty());
            } else {
                cursor.skip();
            }
        }
    }

    private void part(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            text(cursor);
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            String name = cursor.name();
            switch (name) {
                case "image_url", "input_image", "image" -> {
                    needs.where(true, Feature.VISION);
                    image(cursor);
                }
                case "input_audio" -> {
                    needs.where(true, Feature.AUDIO);
                    medium(cursor);
                }
                case "file" -> file(cursor);
                case "source", "video_url" -> medium(cursor);
                case "type" -> type(cursor.textOrEmpty());
                default -> other(name, cursor);
            }
        }
    }

    private void type(String type) {
        switch (type) {
            case "image_url", "input_image", "image" -> needs.where(true, Feature.VISION);
            case "input_audio" -> needs.where(true, Feature.AUDIO);
            case "file" -> needs.where(true, Feature.FILES);
            default -> {
                // text, and kinds that no feature stands for
            }
        }
    }

    private void medium(JsonCursor cursor) {
        cursor.skip();
        needs.size().addMedium();
    }

    private void image(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            address(cursor);
        } else {
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                if (cursor.name().equals("url")) {
                    address(cursor);
                } else {
                    cursor.skip();
                }
            }
        }
        needs.size().addMedium();
    }

    /// An address is told by its first bytes: images in the request are long, and need not be decoded for it.
    private void address(JsonCursor cursor) {
        int at = cursor.start();
        boolean isUrl = cursor.peek() == JsonToken.VALUE_STRING
                && at + 4 < bytes.length
                && (bytes[at + 1] | 0x20) == 'h'
                && (bytes[at + 2] | 0x20) == 't'
                && (bytes[at + 3] | 0x20) == 't'
                && (bytes[at + 4] | 0x20) == 'p';
        needs.where(isUrl, Feature.IMAGE_URLS);
        cursor.skip();
    }

    private void file(JsonCursor cursor) {
        needs.where(true, Feature.FILES);
        needs.size().addMedium();
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("file_id") && cursor.peek() == JsonToken.VALUE_STRING) {
                needs.handle(cursor.text());
            } else {
                cursor.skip();
            }
        }
    }
}

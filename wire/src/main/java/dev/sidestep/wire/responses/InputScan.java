package dev.sidestep.wire.responses;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.format.PromptSize;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Scans the `input` of a call: a text, or items. Used once.
final class InputScan {
    private static final byte[] DATA = "\"data:".getBytes(StandardCharsets.US_ASCII);

    private final Set<Feature> features;
    private final PromptSize prompt;
    private final Set<String> handles;
    private byte[] bytes = {};

    InputScan(Set<Feature> features, PromptSize prompt, Set<String> handles) {
        this.features = features;
        this.prompt = prompt;
        this.handles = handles;
    }

    /// Consumes the value; true where there is an input.
    boolean read(JsonCursor cursor, byte[] body) {
        bytes = body;
        return switch (cursor.peek()) {
            case VALUE_STRING -> {
                prompt.addMessage();
                prompt.addText(cursor.skip());
                yield true;
            }
            case START_ARRAY -> items(cursor);
            case VALUE_NULL -> !cursor.skipNull();
            default -> throw new InvalidRequestException("input must be a string or an array of items", "input");
        };
    }

    private boolean items(JsonCursor cursor) {
        int index = 0;
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            if (cursor.peek() != JsonToken.START_OBJECT) {
                throw new InvalidRequestException("input[" + index + "] must be an object", "input");
            }
            item(cursor);
            index++;
        }
        return index > 0;
    }

    private void item(JsonCursor cursor) {
        prompt.addMessage();
        String type = "";
        String id = "";
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "type" -> type = cursor.textOrEmpty();
                case "id" -> id = cursor.textOrEmpty();
                case "role", "status", "call_id" -> cursor.skip();
                case "content", "output" -> content(cursor);
                // Encrypted thoughts among them: they count as input, at about a token for four bytes.
                default -> prompt.addText(cursor.skip());
            }
        }
        kind(type, id);
    }

    private void kind(String type, String id) {
        switch (type) {
            case "", "message", "function_call", "function_call_output", "reasoning" -> {}
            case "custom_tool_call", "custom_tool_call_output" -> {
                features.add(Feature.CUSTOM_TOOLS);
                features.add(Feature.RESPONSES_API);
            }
            case "item_reference" -> {
                features.add(Feature.RESPONSES_API);
                Handles.add(handles, id);
            }
            default -> features.add(Feature.RESPONSES_API);
        }
    }

    private void content(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            prompt.addText(cursor.skip());
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            if (cursor.peek() == JsonToken.START_OBJECT) {
                part(cursor);
            } else {
                prompt.addText(cursor.skip());
            }
        }
    }

    private void part(JsonCursor cursor) {
        String type = "";
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "type" -> type = cursor.textOrEmpty();
                case "image_url" -> imageUrl(cursor);
                case "file_data", "file_url", "input_audio" -> cursor.skip();
                case "file_id" -> file(cursor.textOrEmpty());
                default -> prompt.addText(cursor.skip());
            }
        }
        medium(type);
    }

    private void medium(String type) {
        switch (type) {
            case "input_image" -> medium(Feature.VISION);
            case "input_file" -> medium(Feature.FILES);
            case "input_audio" -> medium(Feature.AUDIO);
            default -> {
                // text, refusals, and kinds that no feature stands for
            }
        }
    }

    private void medium(Feature feature) {
        features.add(feature);
        prompt.addMedium();
    }

    /// An address is told from inline data by its first bytes, since the rest may be megabytes.
    private void imageUrl(JsonCursor cursor) {
        boolean isText = cursor.peek() == JsonToken.VALUE_STRING;
        int from = cursor.start();
        cursor.skip();
        if (isText && !isInline(from)) {
            features.add(Feature.IMAGE_URLS);
        }
    }

    private boolean isInline(int from) {
        for (int i = 0; i < DATA.length; i++) {
            // The scheme's case does not matter; setting this bit changes nothing else that may stand here.
            if (from + i >= bytes.length || (bytes[from + i] | 0x20) != DATA[i]) {
                return false;
            }
        }
        return true;
    }

    private void file(String id) {
        if (!id.isEmpty()) {
            features.add(Feature.RESPONSES_API);
            Handles.add(handles, id);
        }
    }
}

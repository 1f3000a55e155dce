package dev.sidestep.wire.responses;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.format.Findings;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import java.nio.charset.StandardCharsets;

/// Scans the `input` of a call: a text, or items. Used once.
final class InputScan {
    private static final byte[] DATA = "\"data:".getBytes(StandardCharsets.US_ASCII);

    private final Findings findings;
    private byte[] bytes = {};

    InputScan(Findings findings) {
        this.findings = findings;
    }

    /// Consumes the value; true where there is an input.
    boolean read(JsonCursor cursor, byte[] body) {
        bytes = body;
        return switch (cursor.peek()) {
            case VALUE_STRING -> {
                findings.addMessage();
                findings.addText(cursor.skip());
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
        findings.addMessage();
        String type = "";
        String id = "";
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "type" -> type = cursor.textOrEmpty();
                case "id" -> id = cursor.textOrEmpty();
                case "role", "status", "call_id" -> cursor.skip();
                case "content", "output" -> content(cursor);
                // Encrypted thoughts among them: they count as input, at about a token for four bytes.
                default -> findings.addText(cursor.skip());
            }
        }
        kind(type, id);
    }

    private void kind(String type, String id) {
        switch (type) {
            case "", "message", "function_call", "function_call_output", "reasoning" -> {}
            case "custom_tool_call", "custom_tool_call_output" -> {
                findings.add(Feature.CUSTOM_TOOLS);
                findings.add(Feature.RESPONSES_API);
            }
            case "item_reference" -> {
                findings.add(Feature.RESPONSES_API);
                findings.addHandle(id);
            }
            default -> findings.add(Feature.RESPONSES_API);
        }
    }

    private void content(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            findings.addText(cursor.skip());
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            if (cursor.peek() == JsonToken.START_OBJECT) {
                part(cursor);
            } else {
                findings.addText(cursor.skip());
            }
        }
    }

    private void part(JsonCursor cursor) {
        String type = "";
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "type" -> type = cursor.textOrEmpty();
                case "image_url", "file_url" -> address(cursor);
                case "file_data", "input_audio" -> cursor.skip();
                case "file_id" -> file(cursor.textOrEmpty());
                default -> findings.addText(cursor.skip());
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
        findings.add(feature);
        findings.addMedium();
    }

    /// An address is told from inline data by its first bytes, since the rest may be megabytes.
    private void address(JsonCursor cursor) {
        boolean isText = cursor.peek() == JsonToken.VALUE_STRING;
        int from = cursor.start();
        cursor.skip();
        if (isText && !isInline(from)) {
            findings.add(Feature.IMAGE_URLS);
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
            findings.add(Feature.RESPONSES_API);
            findings.addHandle(id);
        }
    }
}

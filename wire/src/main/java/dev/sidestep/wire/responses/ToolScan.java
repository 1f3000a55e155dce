package dev.sidestep.wire.responses;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.format.Findings;
import dev.sidestep.wire.json.JsonCursor;

/// Scans the `tools` of a call. Used once.
final class ToolScan {
    private final Findings findings;

    ToolScan(Findings findings) {
        this.findings = findings;
    }

    /// Consumes the value.
    void read(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            if (cursor.peek() == JsonToken.START_OBJECT) {
                tool(cursor);
            } else {
                findings.addText(cursor.skip());
            }
        }
    }

    private void tool(JsonCursor cursor) {
        String type = "";
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "type" -> type = cursor.textOrEmpty();
                case "vector_store_ids", "file_ids" -> ids(cursor);
                case "container" -> container(cursor);
                default -> findings.addText(cursor.skip());
            }
        }
        switch (type) {
            case "function" -> findings.add(Feature.TOOLS);
            case "custom" -> {
                findings.add(Feature.CUSTOM_TOOLS);
                findings.add(Feature.RESPONSES_API);
            }
            default -> findings.add(Feature.RESPONSES_API);
        }
    }

    private void ids(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            findings.addHandle(cursor.textOrEmpty());
        }
    }

    /// An id, or what a new one is to be like.
    private void container(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            findings.addHandle(cursor.textOrEmpty());
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("file_ids")) {
                ids(cursor);
            } else {
                cursor.skip();
            }
        }
    }
}

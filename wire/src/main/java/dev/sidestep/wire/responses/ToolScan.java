package dev.sidestep.wire.responses;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.format.PromptSize;
import dev.sidestep.wire.json.JsonCursor;
import java.util.Set;

/// Scans the `tools` of a call. Used once.
final class ToolScan {
    private final Set<Feature> features;
    private final PromptSize prompt;
    private final Set<String> handles;

    ToolScan(Set<Feature> features, PromptSize prompt, Set<String> handles) {
        this.features = features;
        this.prompt = prompt;
        this.handles = handles;
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
                prompt.addText(cursor.skip());
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
                default -> prompt.addText(cursor.skip());
            }
        }
        switch (type) {
            case "function" -> features.add(Feature.TOOLS);
            case "custom" -> {
                features.add(Feature.CUSTOM_TOOLS);
                features.add(Feature.RESPONSES_API);
            }
            default -> features.add(Feature.RESPONSES_API);
        }
    }

    private void ids(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            Handles.add(handles, cursor.textOrEmpty());
        }
    }

    /// An id, or what a new one is to be like.
    private void container(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            Handles.add(handles, cursor.textOrEmpty());
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

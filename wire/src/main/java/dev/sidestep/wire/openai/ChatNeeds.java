package dev.sidestep.wire.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Prompt;
import dev.sidestep.wire.format.PromptSize;
import dev.sidestep.wire.json.JsonCursor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Adds up what a chat call needs, while it is scanned. Used once.
///
/// Only what would change the answer's meaning is a need. A seed, penalties, a prediction, verbosity, metadata and the
/// like are left out where a target does not take them, and told.
final class ChatNeeds {
    /// Files and earlier answers that one call may name; more say nothing new about which account it needs.
    private static final int MAX_HANDLES = 100;

    private final EnumSet<Feature> features = EnumSet.of(Feature.CHAT);
    private final PromptSize prompt = new PromptSize();
    private final List<String> handles = new ArrayList<>(0);
    private final Set<String> oddities = new HashSet<>();
    private boolean hasSchema;

    Set<Feature> features() {
        where(hasSchema && features.contains(Feature.TOOLS), Feature.JSON_SCHEMA_WITH_TOOLS);
        return features;
    }

    Prompt prompt() {
        return prompt.prompt();
    }

    List<String> handles() {
        return handles;
    }

    Set<String> oddities() {
        return oddities;
    }

    PromptSize size() {
        return prompt;
    }

    void where(boolean isNeeded, Feature feature) {
        if (isNeeded) {
            features.add(feature);
        }
    }

    /// Consumes a value that asks for a feature where it is true.
    void flag(JsonCursor cursor, Feature feature) {
        where(cursor.peek() == JsonToken.VALUE_TRUE, feature);
        cursor.skip();
    }

    void odd(String oddity) {
        oddities.add(oddity);
    }

    /// Something that only the account knows which gave it its name.
    void handle(String id) {
        features.add(Feature.OPENAI_API);
        if (!id.isEmpty() && handles.size() < MAX_HANDLES) {
            handles.add(id);
        }
    }

    /// Consumes a list of tools or functions.
    void tools(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            tool(cursor);
        }
    }

    private void tool(JsonCursor cursor) {
        features.add(Feature.TOOLS);
        int from = cursor.start();
        if (cursor.peek() == JsonToken.START_OBJECT) {
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                if (cursor.name().equals("type")) {
                    toolType(cursor.textOrEmpty());
                } else {
                    cursor.skip();
                }
            }
        } else {
            cursor.skip();
        }
        prompt.addText(cursor.end() - from);
    }

    private void toolType(String type) {
        switch (type) {
            case "function", "" -> {}
            case "custom" -> features.add(Feature.CUSTOM_TOOLS);
            // a tool of a provider's own, which it runs itself
            default -> features.add(Feature.OPENAI_API);
        }
    }

    /// Consumes what is said about the use of tools.
    void toolChoice(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            where(cursor.textOrEmpty().equals("required"), Feature.FORCED_TOOLS);
            return;
        }
        boolean isForced = true;
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("allowed_tools")) {
                odd(Oddity.ALLOWED_TOOLS);
                isForced = allowedTools(cursor);
            } else {
                cursor.skip();
            }
        }
        where(isForced, Feature.FORCED_TOOLS);
    }

    private static boolean allowedTools(JsonCursor cursor) {
        boolean isForced = false;
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return false;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("mode")) {
                isForced = cursor.textOrEmpty().equals("required");
            } else {
                cursor.skip();
            }
        }
        return isForced;
    }

    /// Consumes what is said about the answer's shape.
    void responseFormat(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (!cursor.name().equals("type")) {
                prompt.addText(cursor.skip());
            } else if (cursor.textOrEmpty().equals("json_schema")) {
                hasSchema = true;
                features.add(Feature.JSON_SCHEMA);
            }
        }
    }

    /// Consumes what the answer may consist of.
    void modalities(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            where(cursor.textOrEmpty().equals("audio"), Feature.SPEECH);
        }
    }
}

package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Prompt;
import dev.sidestep.wire.format.PromptSize;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a scan over a call has found so far. Not thread-safe.
final class Findings {
    /// Handles that one call may bring; a conversation has a file or two for each of its turns.
    private static final int MAX_HANDLES = 1_000;

    private final EnumSet<Feature> features = EnumSet.of(Feature.CHAT);
    private final List<String> handles = new ArrayList<>(0);
    private final PromptSize prompt = new PromptSize();

    void add(Feature feature) {
        features.add(feature);
    }

    /// A name that only the account knows which gave it out.
    void addHandle(String id) {
        features.add(Feature.ANTHROPIC_API);
        if (!id.isEmpty() && !handles.contains(id)) {
            if (handles.size() == MAX_HANDLES) {
                throw new InvalidRequestException("The request names more than " + MAX_HANDLES + " files", null);
            }
            handles.add(id);
        }
    }

    void addMessage() {
        prompt.addMessage();
    }

    void addText(long bytes) {
        prompt.addText(bytes);
    }

    void addMedium() {
        prompt.addMedium();
    }

    Set<Feature> features() {
        if (features.contains(Feature.JSON_SCHEMA) && features.contains(Feature.TOOLS)) {
            features.add(Feature.JSON_SCHEMA_WITH_TOOLS);
        }
        return features;
    }

    List<String> handles() {
        return handles;
    }

    Prompt prompt() {
        return prompt.prompt();
    }

    /// Requires a kind of value to come next.
    ///
    /// @param expected how a message names it
    static void require(JsonCursor cursor, JsonToken token, String where, String expected) {
        if (cursor.peek() != token) {
            throw new InvalidRequestException(where + " must be " + expected, where);
        }
    }
}

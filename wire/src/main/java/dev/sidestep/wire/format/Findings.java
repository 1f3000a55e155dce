package dev.sidestep.wire.format;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Needs;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a scan over a call has found so far: what it needs, how large it is, and whose state it refers to. Not
/// thread-safe.
public final class Findings {
    /// Handles that one call may bring; a conversation has a file or two for each of its turns.
    private static final int MAX_HANDLES = 1_000;

    /// Characters of one handle; OpenAI's have some 70.
    private static final int MAX_HANDLE_LENGTH = 512;

    private final EnumSet<Feature> features = EnumSet.of(Feature.CHAT);
    private final Set<String> handles = new LinkedHashSet<>();
    private final PromptSize prompt = new PromptSize();

    public void add(Feature feature) {
        features.add(feature);
    }

    public void addIf(boolean isNeeded, Feature feature) {
        if (isNeeded) {
            features.add(feature);
        }
    }

    /// A name that only the account knows which gave it out; an empty one is none.
    public void addHandle(String id) {
        if (id.isEmpty() || handles.contains(id)) {
            return;
        }
        if (handles.size() == MAX_HANDLES || id.length() > MAX_HANDLE_LENGTH) {
            throw new InvalidRequestException(
                    "The request refers to more than " + MAX_HANDLES + " stored objects, or by longer ids than "
                            + MAX_HANDLE_LENGTH + " characters",
                    null);
        }
        handles.add(id);
    }

    public void addMessage() {
        prompt.addMessage();
    }

    public void addText(long bytes) {
        prompt.addText(bytes);
    }

    public void addMedium() {
        prompt.addMedium();
    }

    /// The handles, each once.
    public List<String> handles() {
        return List.copyOf(handles);
    }

    /// What a model must be able to do.
    public Needs needs(long maxOutputTokens) {
        addIf(
                features.contains(Feature.JSON_SCHEMA) && features.contains(Feature.TOOLS),
                Feature.JSON_SCHEMA_WITH_TOOLS);
        return new Needs(features, prompt.prompt(), maxOutputTokens);
    }

    /// Requires a kind of value to come next.
    ///
    /// @param expected how a message names it
    public static void require(JsonCursor cursor, JsonToken token, String where, String expected) {
        if (cursor.peek() != token) {
            throw new InvalidRequestException(where + " must be " + expected, where);
        }
    }
}

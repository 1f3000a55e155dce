package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One of a conversation's `contents` while it is written. Not thread-safe.
final class Content {
    private static final String MODEL = "model";
    private static final String USER = "user";

    private final String role;
    private final List<ObjectNode> parts = new ArrayList<>();

    Content(boolean isModel) {
        role = isModel ? MODEL : USER;
    }

    boolean isModel() {
        return role.equals(MODEL);
    }

    /// Takes what the same side says next. Texts of two turns do not run into each other.
    void add(List<ObjectNode> more) {
        boolean isJoint = !parts.isEmpty() && isPlainText(parts.getLast()) && isPlainText(more.getFirst());
        if (isJoint) {
            more.getFirst().put("text", "\n\n" + more.getFirst().path("text").asText());
        }
        parts.addAll(more);
    }

    private static boolean isPlainText(ObjectNode part) {
        return part.size() == 1 && part.has("text");
    }

    boolean has(String kind) {
        return first(kind).isPresent();
    }

    /// The first part of a kind.
    Optional<ObjectNode> first(String kind) {
        return parts.stream().filter(part -> part.has(kind)).findFirst();
    }

    ObjectNode json() {
        ObjectNode content = Trees.object().put("role", role);
        content.putArray("parts").addAll(parts);
        return content;
    }
}

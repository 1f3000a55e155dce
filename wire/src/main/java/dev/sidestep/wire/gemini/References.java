package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The references in one schema, and which of them run in circles: Gemini takes those only in properties that may be
/// missing.
final class References {
    private static final String ROOT = "#";
    private static final String DEFINITIONS = "#/$defs/";
    private static final String OLD_DEFINITIONS = "#/definitions/";

    /// Definitions of one schema that are looked through for circles; larger schemas are refused anyway.
    private static final int MAX_DEFINITIONS = 500;

    private final ObjectNode root;
    /// What the root and each definition refer to.
    private final Map<String, Set<String>> edges = new HashMap<>();

    private References(ObjectNode root) {
        this.root = root;
    }

    /// A reference by the newer name of where definitions stand.
    static String renamed(String reference) {
        return reference.startsWith(OLD_DEFINITIONS)
                ? DEFINITIONS + reference.substring(OLD_DEFINITIONS.length())
                : reference;
    }

    /// What a reference stands for; a missing node where that is unknown.
    static JsonNode find(JsonNode root, String reference) {
        return reference.startsWith("#/")
                ? root.at(JsonPointer.compile(reference.substring(1)))
                : MissingNode.getInstance();
    }

    /// Lets properties be missing that lead back to where they stand; tells what that cost.
    static Set<String> loosen(ObjectNode schema) {
        References references = new References(schema);
        if (schema.path("$defs").size() > MAX_DEFINITIONS || !references.collect()) {
            return Set.of();
        }
        return references.loosen() ? Set.of("required") : Set.of();
    }

    private boolean collect() {
        edges.put(ROOT, in(root, true));
        root.path("$defs")
                .properties()
                .forEach(field -> edges.put(DEFINITIONS + field.getKey(), in(field.getValue(), false)));
        return edges.values().stream().anyMatch(targets -> !targets.isEmpty());
    }

    private static Set<String> in(JsonNode schema, boolean isRoot) {
        Set<String> found = new HashSet<>();
        collect(schema, isRoot, found);
        return found;
    }

    private static void collect(JsonNode schema, boolean isRoot, Set<String> found) {
        if (schema.path("$ref").isTextual()) {
            found.add(schema.path("$ref").asText());
        }
        schema.properties().forEach(field -> {
            if (!isRoot || !field.getKey().equals("$defs")) {
                collect(field.getValue(), false, found);
            }
        });
        if (schema.isArray()) {
            schema.forEach(element -> collect(element, false, found));
        }
    }

    private boolean loosen() {
        boolean isLoosened = loosen(root, ROOT, true);
        for (Map.Entry<String, JsonNode> field : root.path("$defs").properties()) {
            isLoosened |= loosen(field.getValue(), DEFINITIONS + field.getKey(), false);
        }
        return isLoosened;
    }

    /// Loosens what stands in the root or in a definition, called `home`.
    private boolean loosen(JsonNode schema, String home, boolean isRoot) {
        boolean isLoosened = schema instanceof ObjectNode object && loosenOne(object, home);
        for (Map.Entry<String, JsonNode> field : schema.properties()) {
            if (!isRoot || !field.getKey().equals("$defs")) {
                isLoosened |= loosen(field.getValue(), home, false);
            }
        }
        if (schema.isArray()) {
            for (JsonNode element : schema) {
                isLoosened |= loosen(element, home, false);
            }
        }
        return isLoosened;
    }

    private boolean loosenOne(ObjectNode schema, String home) {
        if (!schema.path("required").isArray()) {
            return false;
        }
        ArrayNode kept = Trees.array();
        for (JsonNode name : schema.path("required")) {
            if (!leadsBack(schema.path("properties").path(name.asText()), home)) {
                kept.add(name);
            }
        }
        boolean isLoosened = kept.size() < schema.path("required").size();
        if (kept.isEmpty()) {
            schema.remove("required");
        } else {
            schema.set("required", kept);
        }
        return isLoosened;
    }

    private boolean leadsBack(JsonNode property, String home) {
        Deque<String> open = new ArrayDeque<>(in(property, false));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String reference = open.pop();
            if (reference.equals(home)) {
                return true;
            }
            if (seen.add(reference)) {
                open.addAll(edges.getOrDefault(reference, Set.of()));
            }
        }
        return false;
    }
}

package dev.sidestep.wire.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Changes JSON where bytes would only break it: values of another kind, fields that are missing, doubled or another's,
/// elements in another order. One per seed of its generator.
final class Mutation {
    private static final List<String> ODD = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "99999999999999999999",
            "0.5",
            "\"\"",
            "\" \"",
            "\"auto\"",
            "\"\\ud800\"",
            "\"data:,\"",
            "\"data:image/png;base64,AA==\"",
            "\"call_1\"",
            "\"sidestep.1.AAAA\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "[\"text\"]",
            "[{\"type\":\"text\"}]",
            "{\"type\":\"text\",\"text\":\"x\"}",
            "{\"type\":\"image\"}",
            "{\"$ref\":\"#\"}");

    private final RandomGenerator random;

    Mutation(RandomGenerator random) {
        this.random = random;
    }

    /// A few changes in the JSON that one line of an input has from its first brace on; the same input where none has
    /// any.
    byte[] of(byte[] input) {
        List<String> lines = new ArrayList<>(List.of(new String(input, ISO_8859_1).split("\n", -1)));
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).indexOf('{') >= 0) {
                candidates.add(i);
            }
        }
        if (!candidates.isEmpty()) {
            int at = candidates.get(random.nextInt(candidates.size()));
            lines.set(at, line(lines.get(at)));
        }
        return String.join("\n", lines).getBytes(ISO_8859_1);
    }

    private String line(String line) {
        int from = line.indexOf('{');
        Optional<JsonNode> tree = Trees.parse(line.substring(from).getBytes(ISO_8859_1));
        if (tree.isEmpty()) {
            return line;
        }
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            change(tree.get());
        }
        return line.substring(0, from) + new String(Trees.text(tree.get()).getBytes(UTF_8), ISO_8859_1);
    }

    private void change(JsonNode root) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode chosen = containers.get(random.nextInt(containers.size()));
        JsonNode other = containers.get(random.nextInt(containers.size())).deepCopy();
        if (chosen instanceof ObjectNode object) {
            change(object, other);
        } else if (chosen instanceof ArrayNode array) {
            change(array, other);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private void change(ObjectNode object, JsonNode other) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            object.set("type", odd());
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(5)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name, other);
            case 2 -> {
                if (other instanceof ObjectNode more && more != object) {
                    more.properties().forEach(field -> object.set(field.getKey(), field.getValue()));
                }
            }
            default -> object.set(name, odd());
        }
    }

    private void change(ArrayNode array, JsonNode other) {
        switch (array.isEmpty() ? 0 : random.nextInt(5)) {
            case 0 -> array.add(odd());
            case 1 -> array.add(other);
            case 2 -> array.remove(random.nextInt(array.size()));
            case 3 -> array.insert(0, array.get(random.nextInt(array.size())).deepCopy());
            default -> array.set(random.nextInt(array.size()), odd());
        }
    }

    private JsonNode odd() {
        return Trees.parse(ODD.get(random.nextInt(ODD.size()))).orElseGet(Trees::object);
    }
}

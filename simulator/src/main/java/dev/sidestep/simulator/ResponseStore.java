package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The answers that accounts had kept, and which item of an answer needs which reasoning. Thread-safe.
final class ResponseStore {
    private static final int MAX_RESPONSES = 1_000; // each holds its whole conversation

    private final Map<Key, Kept> responses = new LinkedHashMap<>();
    private final Map<Key, JsonNode> items = new BoundedMap<>();
    private final Map<Key, String> reasonings = new BoundedMap<>();

    private record Key(String provider, String account, String id) {}

    /// A response as it was answered, and the conversation up to and with it.
    record Kept(ObjectNode response, ArrayNode conversation) {}

    private static Key key(Exchange exchange, String id) {
        return new Key(exchange.provider().name(), exchange.account().name(), id);
    }

    synchronized Optional<Kept> response(Exchange exchange, String id) {
        return Optional.ofNullable(responses.get(key(exchange, id)));
    }

    synchronized Optional<JsonNode> item(Exchange exchange, String id) {
        return Optional.ofNullable(items.get(key(exchange, id)));
    }

    /// The reasoning that an item came with; empty where it came without, or is not known.
    synchronized Optional<String> reasoningOf(Exchange exchange, String itemId) {
        return Optional.ofNullable(reasonings.get(key(exchange, itemId)));
    }

    synchronized void keep(Exchange exchange, ResponsesCall call, ObjectNode response) {
        var conversation = JsonNodeFactory.instance.arrayNode().addAll(call.input());
        var reasoning = "";
        for (var item : response.path("output")) {
            conversation.add(item);
            var id = item.path("id").asText();
            if (item.path("type").asText().equals("reasoning")) {
                reasoning = id;
            } else if (!reasoning.isEmpty()) {
                reasonings.put(key(exchange, id), reasoning);
            }
            if (call.stored()) {
                items.put(key(exchange, id), item);
            }
        }
        if (call.stored()) {
            responses.put(key(exchange, response.path("id").asText()), new Kept(response, conversation));
            trim();
        }
    }

    private void trim() {
        if (responses.size() > MAX_RESPONSES) {
            var oldest = responses.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}

package dev.sidestep.gateway.wires;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;

/// A vendor's own SDK as a client of a gateway. It sends bodies as they are, and reads the answers with its own types
/// and accumulators. It retries nothing by itself, so that the requests that are counted are the gateway's.
interface Sdk extends AutoCloseable {
    ObjectMapper JSON = new ObjectMapper();
    Duration SOON = Duration.ofSeconds(15);

    /// Asks, and waits for the answer. Throws what the SDK throws.
    Heard ask(ObjectNode body, boolean stream);

    @Override
    void close();

    /// The SDK of a wire format, as a client of a gateway that asks for no key.
    static Sdk of(Client client, URI gateway) {
        return of(client, gateway, "any");
    }

    /// The SDK of a wire format, as a client of a gateway.
    static Sdk of(Client client, URI gateway, String key) {
        return switch (client) {
            case CHAT -> new ChatSdk(gateway, key);
            case RESPONSES -> new ResponsesSdk(gateway, key);
            case MESSAGES -> new MessagesSdk(gateway, key);
        };
    }

    /// Arguments as a tree; a missing node where they are no JSON.
    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}

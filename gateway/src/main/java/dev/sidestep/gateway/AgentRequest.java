package dev.sidestep.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is said to an agent. Immutable.
///
/// @param message not blank
/// @param knownConversation the conversation that goes on, or null for a new one
/// @param stream whether the answer is to be streamed
record AgentRequest(String message, @Nullable String knownConversation, boolean stream) {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern CONVERSATION = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /// Reads one.
    ///
    /// @throws IllegalArgumentException where the body is none; the message says what was expected
    static AgentRequest read(byte[] body) {
        try (JsonParser json = FACTORY.createParser(body)) {
            AgentRequest request = read(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("Expected nothing after the JSON object");
            }
            return request;
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("The body is not valid JSON: line "
                    + malformed.getLocation().getLineNr() + ", column "
                    + malformed.getLocation().getColumnNr());
        } catch (IOException failure) {
            throw new UncheckedIOException("memory refused to be read", failure);
        }
    }

    private static AgentRequest read(JsonParser json) throws IOException {
        String message = "";
        String conversation = null;
        boolean stream = false;
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("Expected a JSON object such as {\"message\": \"Hello\"}");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "message" -> message = text(json, value, name);
                case "conversation_id" -> conversation = value == JsonToken.VALUE_NULL ? null : text(json, value, name);
                case "stream" -> stream = flag(value);
                default -> json.skipChildren();
            }
        }
        if (message.isBlank()) {
            throw new IllegalArgumentException("message is missing: expected a text");
        }
        if (conversation != null && !CONVERSATION.matcher(conversation).matches()) {
            throw new IllegalArgumentException(
                    "conversation_id must have 1 to 64 letters, digits, '.', '_' and '-' only");
        }
        return new AgentRequest(message, conversation, stream);
    }

    private static String text(JsonParser json, JsonToken value, String name) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(name + " must be a text");
        }
        return json.getText();
    }

    private static boolean flag(JsonToken value) {
        return switch (value) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw new IllegalArgumentException("stream must be true or false");
        };
    }

    /// The conversation that goes on, where one does.
    Optional<String> conversation() {
        return Optional.ofNullable(knownConversation);
    }
}

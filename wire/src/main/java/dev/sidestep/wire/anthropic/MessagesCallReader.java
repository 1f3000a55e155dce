package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Needs;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.CallFields;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Findings;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.RequestBody;
import java.util.Map;
import java.util.Set;

/// One scan over one call. Used once.
///
/// Refuses what the API refuses of every model in the version that the client declared, and what cannot be read; all
/// else is the provider's to refuse.
final class MessagesCallReader {
    /// Fields that are read here, so that a second one would leave open which of the two counts.
    private static final Set<String> SINGLE = Set.of(
            "messages",
            "system",
            "max_tokens",
            "tools",
            "tool_choice",
            "output_config",
            "output_format",
            "stop_sequences",
            "container",
            "thread",
            "mcp_servers");

    private final CallFields shared = new CallFields(SINGLE);
    private final Findings findings = new Findings();
    private final MessageScan messages;
    private final Map<String, String> headers;
    private final Version version;
    private long maxTokens = -1;

    /// @param headers those of the format's own that the client sent
    MessagesCallReader(Map<String, String> headers) {
        this.headers = headers;
        this.version = Version.declared(headers);
        this.messages = new MessageScan(findings, version);
    }

    /// Reads a call for an answer.
    ClientCall call(byte[] bytes) {
        RequestBody body = scan(bytes);
        if (maxTokens < 0) {
            throw new InvalidRequestException("max_tokens is missing: expected a number of tokens", "max_tokens");
        }
        return call(body);
    }

    /// Reads a call for the number of its tokens, which has no `max_tokens`.
    ClientCall count(byte[] bytes) {
        return call(scan(bytes));
    }

    private RequestBody scan(byte[] bytes) {
        RequestBody body = RequestBody.scan(bytes, this::field);
        if (!body.has("messages")) {
            throw new InvalidRequestException("messages is missing: expected an array of messages", "messages");
        }
        return body;
    }

    private ClientCall call(RequestBody body) {
        if (maxTokens == 0) {
            // It only fills the provider's cache, and other formats have no such call.
            findings.add(Feature.ANTHROPIC_API);
        }
        Needs needs = findings.needs(Math.max(0, maxTokens));
        return new ClientCall(
                WireFormat.ANTHROPIC,
                headers,
                body,
                shared.model(),
                shared.stream(),
                true,
                shared.models(),
                shared.fallbacks(),
                findings.handles(),
                needs);
    }

    private void field(String name, JsonCursor cursor) {
        if (shared.read(name, cursor)) {
            return;
        }
        switch (name) {
            case "messages" -> messages.read(cursor);
            case "system" -> messages.system(cursor);
            case "max_tokens" -> maxTokens = tokens(cursor);
            case "tools" -> ToolScan.tools(cursor, findings);
            case "tool_choice" -> ToolScan.choice(cursor, findings);
            case "output_config" -> outputConfig(cursor);
            case "output_format" -> outputFormat(cursor);
            case "stop_sequences" -> stopSequences(cursor);
            case "temperature", "top_p", "top_k" -> sampling(name, cursor);
            case "container", "thread" -> handle(cursor);
            case "mcp_servers" -> mcpServers(cursor);
            default -> cursor.skip();
        }
    }

    private static long tokens(JsonCursor cursor) {
        long tokens = cursor.wholeNumber(CallFields.MOST_TOKENS);
        if (tokens < 0) {
            throw new InvalidRequestException("max_tokens must be a whole number, 0 or more", "max_tokens");
        }
        return tokens;
    }

    private void sampling(String name, JsonCursor cursor) {
        if (cursor.skipNull()) {
            return;
        }
        if (version == Version.V2026) {
            throw new InvalidRequestException(
                    name + " is not permitted in " + Version.HEADER + " " + version.id(), name);
        }
    }

    private void outputConfig(JsonCursor cursor) {
        if (cursor.peek() == JsonToken.VALUE_NULL) {
            cursor.skip();
            return;
        }
        Findings.require(cursor, JsonToken.START_OBJECT, "output_config", "an object");
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("format")) {
                outputFormat(cursor);
            } else {
                cursor.skip();
            }
        }
    }

    private void outputFormat(JsonCursor cursor) {
        if (cursor.peek() == JsonToken.START_OBJECT) {
            findings.add(Feature.JSON_SCHEMA);
        }
        findings.addText(cursor.skip());
    }

    private void stopSequences(JsonCursor cursor) {
        if (cursor.peek() == JsonToken.VALUE_NULL) {
            cursor.skip();
            return;
        }
        Findings.require(cursor, JsonToken.START_ARRAY, "stop_sequences", "an array of texts");
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            Findings.require(cursor, JsonToken.VALUE_STRING, "stop_sequences", "an array of texts");
            if (cursor.text().isBlank()) {
                throw new InvalidRequestException(
                        "stop_sequences must each contain something that is not white space", "stop_sequences");
            }
            findings.add(Feature.STOP);
        }
    }

    /// A container or a thread: its id, or an object with its `id`.
    private void handle(JsonCursor cursor) {
        switch (cursor.peek()) {
            case VALUE_NULL -> cursor.skip();
            case VALUE_STRING -> {
                findings.add(Feature.ANTHROPIC_API);
                findings.addHandle(cursor.text());
            }
            case START_OBJECT -> {
                findings.add(Feature.ANTHROPIC_API);
                for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                    if (cursor.name().equals("id")) {
                        findings.addHandle(cursor.textOrEmpty());
                    } else {
                        cursor.skip();
                    }
                }
            }
            default -> {
                findings.add(Feature.ANTHROPIC_API);
                cursor.skip();
            }
        }
    }

    private void mcpServers(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            findings.add(Feature.ANTHROPIC_API);
            cursor.skip();
        }
    }
}

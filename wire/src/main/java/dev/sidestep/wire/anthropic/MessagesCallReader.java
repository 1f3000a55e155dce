package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Needs;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ModelNames;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.RequestBody;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One scan over one call. Used once.
///
/// Refuses what the API refuses of every model in the version that the client declared, and what cannot be read; all
/// else is the provider's to refuse.
final class MessagesCallReader {
    /// A larger limit than any model's output, and small enough to be added up without overflow.
    private static final long MOST_TOKENS = 1_000_000_000;

    /// Fields that are read here, so that a second one would leave open which of the two counts.
    private static final Set<String> SINGLE = Set.of(
            "model",
            "messages",
            "system",
            "max_tokens",
            "stream",
            "models",
            "fallbacks",
            "tools",
            "tool_choice",
            "output_config",
            "output_format",
            "stop_sequences",
            "container",
            "thread",
            "mcp_servers");

    private final Set<String> seen = new HashSet<>();
    private final Findings findings = new Findings();
    private final MessageScan messages;
    private final List<String> models = new ArrayList<>();
    private final List<String> fallbacks = new ArrayList<>();
    private final Map<String, String> headers;
    private final Version version;
    private @Nullable String model;
    private long maxTokens = -1;
    private boolean stream;

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
        if (model == null) {
            throw new InvalidRequestException("model is missing: name a model, or `auto`", "model");
        }
        if (maxTokens == 0) {
            // It only fills the provider's cache, and other formats have no such call.
            findings.add(Feature.ANTHROPIC_API);
        }
        Needs needs = new Needs(findings.features(), findings.prompt(), Math.max(0, maxTokens));
        return new ClientCall(
                WireFormat.ANTHROPIC, headers, body, model, stream, true, models, fallbacks, findings.handles(), needs);
    }

    private void field(String name, JsonCursor cursor) {
        if (SINGLE.contains(name) && !seen.add(name)) {
            throw new InvalidRequestException(name + " must not be given twice", name);
        }
        switch (name) {
            case "model" -> model = ModelNames.read(cursor, "model");
            case "messages" -> messages.read(cursor);
            case "system" -> messages.system(cursor);
            case "max_tokens" -> maxTokens = tokens(cursor);
            case "stream" -> stream = flag(cursor, "stream");
            case "models" -> ModelNames.readAll(cursor, name, models);
            case "fallbacks" -> ModelNames.readAll(cursor, name, fallbacks);
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
        long tokens = cursor.wholeNumber(MOST_TOKENS);
        if (tokens < 0) {
            throw new InvalidRequestException("max_tokens must be a whole number, 0 or more", "max_tokens");
        }
        return tokens;
    }

    private static boolean flag(JsonCursor cursor, String name) {
        JsonToken value = cursor.peek();
        if (!value.isBoolean() && value != JsonToken.VALUE_NULL) {
            throw new InvalidRequestException(name + " must be true or false", name);
        }
        cursor.skip();
        return value == JsonToken.VALUE_TRUE;
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
            case VALUE_STRING -> findings.addHandle(cursor.text());
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

package dev.sidestep.wire.openai;

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

/// One scan over one chat call: its top-level fields. Used once.
final class ChatCallReader {
    /// A larger limit than any model's output, and small enough to be added up without overflow.
    private static final long MOST_TOKENS = 1_000_000_000;

    /// Fields that are read here, so that a second one would leave open which of the two counts.
    private static final Set<String> SINGLE = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "models",
            "fallbacks",
            "max_tokens",
            "max_completion_tokens",
            "tools",
            "tool_choice",
            "functions",
            "function_call",
            "response_format",
            "modalities",
            "audio",
            "stop",
            "n",
            "logprobs",
            "top_logprobs",
            "logit_bias",
            "reasoning_effort",
            "web_search_options");

    private final Set<String> seen = new HashSet<>();
    private final ChatNeeds needs = new ChatNeeds();
    private final List<String> models = new ArrayList<>();
    private final List<String> fallbacks = new ArrayList<>();
    private @Nullable String model;
    private boolean hasMessages;
    private boolean stream;
    private boolean includesUsage;
    private long maxTokens;
    private long maxCompletionTokens;

    ClientCall read(byte[] bytes) {
        RequestBody body = RequestBody.scan(bytes, (name, cursor) -> field(name, cursor, bytes));
        if (model == null) {
            throw new InvalidRequestException("model is missing: name a model, or `auto`", "model");
        }
        if (!hasMessages) {
            throw new InvalidRequestException("messages is missing: expected an array of messages", "messages");
        }
        return new ClientCall(
                WireFormat.OPENAI,
                Map.of(),
                body,
                model,
                stream,
                includesUsage,
                models,
                fallbacks,
                needs.handles(),
                new Needs(needs.features(), needs.prompt(), maxCompletionTokens > 0 ? maxCompletionTokens : maxTokens),
                needs.oddities());
    }

    private void field(String name, JsonCursor cursor, byte[] bytes) {
        if (SINGLE.contains(name) && !seen.add(name)) {
            throw new InvalidRequestException(name + " must not be given twice", name);
        }
        switch (name) {
            case "model" -> model = ModelNames.read(cursor, "model");
            case "messages" -> messages(cursor, bytes);
            case "stream" -> stream = flag(cursor, "stream");
            case "stream_options" -> streamOptions(cursor);
            case "models" -> ModelNames.readAll(cursor, name, models);
            case "fallbacks" -> ModelNames.readAll(cursor, name, fallbacks);
            // A number that makes no sense is the provider's to refuse; here it counts as none.
            case "max_tokens" -> maxTokens = Math.max(0, cursor.wholeNumber(MOST_TOKENS));
            case "max_completion_tokens" -> maxCompletionTokens = Math.max(0, cursor.wholeNumber(MOST_TOKENS));
            case "tools", "functions" -> needs.tools(cursor);
            case "tool_choice", "function_call" -> needs.toolChoice(cursor);
            case "response_format" -> needs.responseFormat(cursor);
            case "modalities" -> needs.modalities(cursor);
            case "audio" -> needs.where(!cursor.skipNull(), Feature.SPEECH);
            case "n" -> needs.where(cursor.wholeNumber(MOST_TOKENS) > 1, Feature.CHOICES);
            case "logprobs" -> needs.flag(cursor, Feature.LOGPROBS);
            case "top_logprobs" -> needs.where(cursor.wholeNumber(MOST_TOKENS) > 0, Feature.LOGPROBS);
            case "logit_bias" -> needs.where(ChatChunk.isSomething(cursor), Feature.LOGIT_BIAS);
            case "stop" -> needs.where(ChatChunk.isSomething(cursor), Feature.STOP);
            case "web_search_options" -> needs.where(!cursor.skipNull(), Feature.OPENAI_API);
            default -> cursor.skip();
        }
    }

    private static boolean flag(JsonCursor cursor, String name) {
        JsonToken value = cursor.peek();
        if (!value.isBoolean() && value != JsonToken.VALUE_NULL) {
            throw new InvalidRequestException(name + " must be true or false", name);
        }
        cursor.skip();
        return value == JsonToken.VALUE_TRUE;
    }

    private void streamOptions(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("include_usage")) {
                includesUsage = flag(cursor, "stream_options.include_usage");
            } else {
                cursor.skip();
            }
        }
    }

    private void messages(JsonCursor cursor, byte[] bytes) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            throw new InvalidRequestException("messages must be an array", "messages");
        }
        MessageScan scan = new MessageScan(needs, bytes);
        int index = 0;
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            if (cursor.peek() != JsonToken.START_OBJECT) {
                throw new InvalidRequestException("messages[" + index + "] must be an object", "messages");
            }
            scan.message(cursor);
            index++;
        }
        if (index == 0) {
            throw new InvalidRequestException("messages must not be empty", "messages");
        }
        hasMessages = true;
    }
}

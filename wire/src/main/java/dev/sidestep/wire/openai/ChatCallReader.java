package dev.sidestep.wire.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Needs;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.CallFields;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.RequestBody;
import java.util.Map;
import java.util.Set;

/// One scan over one chat call: its top-level fields. Used once.
final class ChatCallReader {
    /// Fields that are read here, so that a second one would leave open which of the two counts.
    private static final Set<String> SINGLE = Set.of(
            "messages",
            "stream_options",
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

    private final CallFields shared = new CallFields(SINGLE);
    private final ChatNeeds needs = new ChatNeeds();
    private boolean hasMessages;
    private boolean includesUsage;
    private long maxTokens;
    private long maxCompletionTokens;

    ClientCall read(byte[] bytes) {
        RequestBody body = RequestBody.scan(bytes, (name, cursor) -> field(name, cursor, bytes));
        String model = shared.model();
        if (!hasMessages) {
            throw new InvalidRequestException("messages is missing: expected an array of messages", "messages");
        }
        return new ClientCall(
                WireFormat.OPENAI,
                Map.of(),
                body,
                model,
                shared.stream(),
                includesUsage,
                shared.models(),
                shared.fallbacks(),
                needs.handles(),
                new Needs(needs.features(), needs.prompt(), maxCompletionTokens > 0 ? maxCompletionTokens : maxTokens),
                needs.oddities());
    }

    private void field(String name, JsonCursor cursor, byte[] bytes) {
        if (shared.read(name, cursor)) {
            return;
        }
        switch (name) {
            case "messages" -> messages(cursor, bytes);
            case "stream_options" -> streamOptions(cursor);
            // A number that makes no sense is the provider's to refuse; here it counts as none.
            case "max_tokens" -> maxTokens = Math.max(0, cursor.wholeNumber(CallFields.MOST_TOKENS));
            case "max_completion_tokens" ->
                maxCompletionTokens = Math.max(0, cursor.wholeNumber(CallFields.MOST_TOKENS));
            case "tools", "functions" -> needs.tools(cursor);
            case "tool_choice", "function_call" -> needs.toolChoice(cursor);
            case "response_format" -> needs.responseFormat(cursor);
            case "modalities" -> needs.modalities(cursor);
            case "audio" -> needs.where(!cursor.skipNull(), Feature.SPEECH);
            case "n" -> needs.where(cursor.wholeNumber(CallFields.MOST_TOKENS) > 1, Feature.CHOICES);
            case "logprobs" -> needs.flag(cursor, Feature.LOGPROBS);
            case "top_logprobs" -> needs.where(cursor.wholeNumber(CallFields.MOST_TOKENS) > 0, Feature.LOGPROBS);
            case "logit_bias" -> needs.where(ChatChunk.isSomething(cursor), Feature.LOGIT_BIAS);
            case "stop" -> needs.where(ChatChunk.isSomething(cursor), Feature.STOP);
            case "web_search_options" -> needs.where(!cursor.skipNull(), Feature.OPENAI_API);
            default -> cursor.skip();
        }
    }

    private void streamOptions(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("include_usage")) {
                includesUsage = CallFields.flag(cursor, "stream_options.include_usage");
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

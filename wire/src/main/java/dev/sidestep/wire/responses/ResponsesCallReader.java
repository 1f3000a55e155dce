package dev.sidestep.wire.responses;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Needs;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.CallFields;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.PromptSize;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.RequestBody;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One scan over one call. Used once.
final class ResponsesCallReader {
    /// Fields that are read here, so that a second one would leave open which of the two counts.
    private static final Set<String> SINGLE = Set.of(
            "input",
            "instructions",
            "max_output_tokens",
            "tools",
            "tool_choice",
            "text",
            "include",
            "top_logprobs",
            "previous_response_id",
            "conversation",
            "prompt",
            "background");

    private final CallFields shared = new CallFields(SINGLE);
    private final EnumSet<Feature> features = EnumSet.of(Feature.CHAT);
    private final PromptSize prompt = new PromptSize();
    private final Set<String> handles = new LinkedHashSet<>();
    private final InputScan input = new InputScan(features, prompt, handles);
    private boolean hasInput;
    private long maxOutputTokens;

    ClientCall read(byte[] bytes) {
        RequestBody body = RequestBody.scan(bytes, (name, cursor) -> field(name, cursor, bytes));
        if (!hasInput) {
            throw new InvalidRequestException("input is missing: expected a text or an array of items", "input");
        }
        if (features.contains(Feature.TOOLS) && features.contains(Feature.JSON_SCHEMA)) {
            features.add(Feature.JSON_SCHEMA_WITH_TOOLS);
        }
        Needs needs = new Needs(features, prompt.prompt(), maxOutputTokens);
        // The tokens stand in the event that ends every stream: there is no asking for them.
        return new ClientCall(
                WireFormat.RESPONSES,
                Map.of(),
                body,
                shared.model(),
                shared.stream(),
                true,
                shared.models(),
                shared.fallbacks(),
                List.copyOf(handles),
                needs);
    }

    private void field(String name, JsonCursor cursor, byte[] bytes) {
        if (shared.read(name, cursor)) {
            return;
        }
        switch (name) {
            case "input" -> hasInput |= input.read(cursor, bytes);
            case "instructions" -> prompt.addText(cursor.skip());
            // A number that makes no sense is the provider's to refuse; here it counts as none.
            case "max_output_tokens" -> maxOutputTokens = Math.max(0, cursor.wholeNumber(CallFields.MOST_TOKENS));
            case "tools" -> new ToolScan(features, prompt, handles).read(cursor);
            case "tool_choice" -> toolChoice(cursor);
            case "text" -> text(cursor);
            case "include" -> include(cursor);
            case "top_logprobs" -> need(cursor.wholeNumber(CallFields.MOST_TOKENS) > 0, Feature.LOGPROBS);
            case "previous_response_id", "conversation", "prompt" -> handle(cursor);
            case "background" -> need(CallFields.flag(cursor, "background"), Feature.RESPONSES_API);
            default -> cursor.skip();
        }
    }

    private void need(boolean isNeeded, Feature feature) {
        if (isNeeded) {
            features.add(feature);
        }
    }

    /// What the provider keeps of earlier calls, named by an id or by an object with one. It may be the whole input.
    private void handle(JsonCursor cursor) {
        String id = "";
        boolean isSaid = cursor.peek() != JsonToken.VALUE_NULL;
        if (cursor.peek() == JsonToken.START_OBJECT) {
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                if (cursor.name().equals("id")) {
                    id = cursor.textOrEmpty();
                } else {
                    prompt.addText(cursor.skip());
                }
            }
        } else {
            id = cursor.textOrEmpty();
        }
        if (isSaid) {
            hasInput = true;
            features.add(Feature.RESPONSES_API);
            Handles.add(handles, id);
        }
    }

    private void toolChoice(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            need(cursor.textOrEmpty().equals("required"), Feature.FORCED_TOOLS);
            return;
        }
        String type = "";
        String mode = "";
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "type" -> type = cursor.textOrEmpty();
                case "mode" -> mode = cursor.textOrEmpty();
                default -> cursor.skip();
            }
        }
        boolean isAmong = type.equals("allowed_tools");
        need(isAmong ? mode.equals("required") : true, Feature.FORCED_TOOLS);
        need(!isAmong && !type.equals("function"), Feature.RESPONSES_API);
    }

    private void text(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("format") && cursor.peek() == JsonToken.START_OBJECT) {
                format(cursor);
            } else {
                cursor.skip();
            }
        }
    }

    private void format(JsonCursor cursor) {
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("type")) {
                need(cursor.textOrEmpty().equals("json_schema"), Feature.JSON_SCHEMA);
            } else {
                prompt.addText(cursor.skip());
            }
        }
    }

    private void include(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            need(cursor.textOrEmpty().equals(Names.LOGPROBS), Feature.LOGPROBS);
        }
    }
}

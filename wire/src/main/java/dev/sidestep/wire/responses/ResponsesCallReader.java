package dev.sidestep.wire.responses;

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
    private final Findings findings = new Findings();
    private final InputScan input = new InputScan(findings);
    private boolean hasInput;
    private long maxOutputTokens;

    ClientCall read(byte[] bytes) {
        RequestBody body = RequestBody.scan(bytes, (name, cursor) -> field(name, cursor, bytes));
        String model = shared.model();
        if (!hasInput) {
            throw new InvalidRequestException("input is missing: expected a text or an array of items", "input");
        }
        Needs needs = findings.needs(maxOutputTokens);
        // The tokens stand in the event that ends every stream: there is no asking for them.
        return new ClientCall(
                WireFormat.RESPONSES,
                Map.of(),
                body,
                model,
                shared.stream(),
                true,
                shared.models(),
                shared.fallbacks(),
                findings.handles(),
                needs);
    }

    private void field(String name, JsonCursor cursor, byte[] bytes) {
        if (shared.read(name, cursor)) {
            return;
        }
        switch (name) {
            case "input" -> hasInput |= input.read(cursor, bytes);
            case "instructions" -> findings.addText(cursor.skip());
            // A number that makes no sense is the provider's to refuse; here it counts as none.
            case "max_output_tokens" -> maxOutputTokens = Math.max(0, cursor.wholeNumber(CallFields.MOST_TOKENS));
            case "tools" -> new ToolScan(findings).read(cursor);
            case "tool_choice" -> toolChoice(cursor);
            case "text" -> text(cursor);
            case "include" -> include(cursor);
            case "top_logprobs" -> findings.addIf(cursor.wholeNumber(CallFields.MOST_TOKENS) > 0, Feature.LOGPROBS);
            case "previous_response_id", "conversation", "prompt" -> handle(cursor);
            case "background" -> findings.addIf(CallFields.flag(cursor, "background"), Feature.RESPONSES_API);
            default -> cursor.skip();
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
                    findings.addText(cursor.skip());
                }
            }
        } else {
            id = cursor.textOrEmpty();
        }
        if (isSaid) {
            hasInput = true;
            findings.add(Feature.RESPONSES_API);
            findings.addHandle(id);
        }
    }

    private void toolChoice(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            findings.addIf(cursor.textOrEmpty().equals("required"), Feature.FORCED_TOOLS);
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
        findings.addIf(isAmong ? mode.equals("required") : true, Feature.FORCED_TOOLS);
        findings.addIf(!isAmong && !type.equals("function"), Feature.RESPONSES_API);
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
                findings.addIf(cursor.textOrEmpty().equals("json_schema"), Feature.JSON_SCHEMA);
            } else {
                findings.addText(cursor.skip());
            }
        }
    }

    private void include(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_ARRAY) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            findings.addIf(cursor.textOrEmpty().equals(Names.LOGPROBS), Feature.LOGPROBS);
        }
    }
}

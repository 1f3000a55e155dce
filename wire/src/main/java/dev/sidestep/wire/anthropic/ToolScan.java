package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.format.Findings;
import dev.sidestep.wire.json.JsonCursor;

/// Finds what the tools of a call need.
final class ToolScan {
    private ToolScan() {}

    /// Consumes `tools`.
    static void tools(JsonCursor cursor, Findings findings) {
        if (cursor.peek() == JsonToken.VALUE_NULL) {
            cursor.skip();
            return;
        }
        Findings.require(cursor, JsonToken.START_ARRAY, "tools", "an array");
        int index = 0;
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            Findings.require(cursor, JsonToken.START_OBJECT, "tools[" + index + "]", "an object");
            tool(cursor, findings);
            index++;
        }
    }

    private static void tool(JsonCursor cursor, Findings findings) {
        String type = "";
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("type")) {
                type = cursor.textOrEmpty();
            } else {
                findings.addText(cursor.skip());
            }
        }
        findings.add(isFunction(type) ? Feature.TOOLS : Feature.ANTHROPIC_API);
    }

    /// True for a tool of the caller's own; the others are the provider's, or known to its models alone.
    static boolean isFunction(String type) {
        return type.isEmpty() || type.equals("custom");
    }

    /// Consumes `tool_choice`.
    static void choice(JsonCursor cursor, Findings findings) {
        if (cursor.peek() == JsonToken.VALUE_NULL) {
            cursor.skip();
            return;
        }
        Findings.require(cursor, JsonToken.START_OBJECT, "tool_choice", "an object");
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (!cursor.name().equals("type")) {
                cursor.skip();
                continue;
            }
            String type = cursor.textOrEmpty();
            if (type.equals("any") || type.equals("tool")) {
                findings.add(Feature.FORCED_TOOLS);
            }
        }
    }
}

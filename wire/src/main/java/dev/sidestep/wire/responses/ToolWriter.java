package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.format.ToolNames;
import dev.sidestep.wire.json.Trees;
import java.util.List;
import java.util.Set;

/// Writes the tools of a call for one target, and how far it is free in their use. Used once.
final class ToolWriter {
    private final CanonicalRequest request;
    private final Set<Feature> features;
    private final Aim aim;
    private final Losses losses;

    ToolWriter(CanonicalRequest request, Aim aim, Losses losses) {
        this.request = request;
        this.features = aim.model().features();
        this.aim = aim;
        this.losses = losses;
    }

    void write(ObjectNode body) {
        ArrayNode tools = Trees.array();
        if (features.contains(Feature.TOOLS)) {
            request.tools().forEach(tool -> tool(tool, tools));
        } else if (!request.tools().isEmpty()) {
            losses.dropped("tools");
        }
        if (tools.isEmpty()) {
            // A choice without tools is refused, and so is a word about several at once.
            return;
        }
        body.set("tools", tools);
        choice(body);
        if (request.knownParallelTools() != null) {
            body.put("parallel_tool_calls", request.knownParallelTools());
        }
    }

    private void tool(Tool tool, ArrayNode tools) {
        switch (tool) {
            case Tool.Function function -> function(function, tools.addObject());
            case Tool.Unknown(var wire, var raw) when wire == WireFormat.RESPONSES -> tools.add(raw);
            case Tool.Unknown _ -> losses.dropped("tools");
        }
    }

    private void function(Tool.Function function, ObjectNode node) {
        losses.extras("tools", function.extras());
        node.put("type", "function").put("name", ToolNames.sent(function.name(), aim.memory()));
        if (!function.description().isEmpty()) {
            node.put("description", function.description());
        }
        JsonNode parameters = function.knownParameters();
        node.set("parameters", parameters == null ? none() : parameters);
        // Left out, it counts as true here and as false everywhere else.
        boolean unsaid = request.origin() == WireFormat.RESPONSES && function.knownStrict() == null;
        if (!unsaid) {
            node.put("strict", Boolean.TRUE.equals(function.knownStrict()));
        }
        node.setAll(function.extras().of(WireFormat.RESPONSES));
    }

    private static ObjectNode none() {
        ObjectNode schema = Trees.object().put("type", "object");
        schema.putObject("properties");
        return schema;
    }

    private void choice(ObjectNode body) {
        if (request.toolChoice().isForced() && !features.contains(Feature.FORCED_TOOLS)) {
            losses.dropped("tool_choice");
            return;
        }
        switch (request.toolChoice()) {
            case ToolChoice.Unsaid _ -> {}
            case ToolChoice.Auto _ -> body.put("tool_choice", "auto");
            case ToolChoice.None _ -> body.put("tool_choice", "none");
            case ToolChoice.Required _ -> body.put("tool_choice", "required");
            case ToolChoice.Named(var name) -> named(body.putObject("tool_choice"), name);
            case ToolChoice.Among(var names, var isRequired) -> among(body.putObject("tool_choice"), names, isRequired);
        }
    }

    private void named(ObjectNode choice, String name) {
        choice.put("type", "function").put("name", ToolNames.sent(name, aim.memory()));
    }

    private void among(ObjectNode choice, List<String> names, boolean isRequired) {
        choice.put("type", "allowed_tools").put("mode", isRequired ? "required" : "auto");
        ArrayNode tools = choice.putArray("tools");
        names.forEach(name -> named(tools.addObject(), name));
    }
}

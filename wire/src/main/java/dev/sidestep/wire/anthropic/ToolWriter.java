package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.json.Trees;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes `tools` and `tool_choice` of a call for one target. Used once.
final class ToolWriter {
    /// A tool that stands in where the conversation has tool calls and the call brings no tools, which is refused.
    private static final String UNAVAILABLE = "unavailable_tool";

    private final CanonicalRequest request;
    private final Set<Feature> features;
    private final boolean canForce;
    private final Losses losses;
    private final ArrayNode tools = Trees.array();
    private String choice = "";
    private String named = "";

    ToolWriter(CanonicalRequest request, Aim aim, Losses losses) {
        this.request = request;
        this.features = aim.model().features();
        this.canForce = features.contains(Feature.FORCED_TOOLS)
                && ClaudeModel.of(aim.model().id()).takesForcedTools();
        this.losses = losses;
    }

    /// Decides which tools there are and how free the model is.
    ToolWriter decide() {
        request.tools().stream().filter(this::isAllowed).forEach(this::tool);
        if (!tools.isEmpty()) {
            choose();
        } else if (request.toolChoice().isForced()) {
            losses.dropped("tool_choice");
        }
        return this;
    }

    /// True where the model must use a tool, which does not go together with thinking.
    boolean isForced() {
        return choice.equals("any") || choice.equals("tool");
    }

    /// What the model is to be told where it cannot be forced; empty where nothing is.
    String instruction() {
        if (tools.isEmpty() || !request.toolChoice().isForced() || canForce) {
            return "";
        }
        return request.toolChoice() instanceof ToolChoice.Named(var name)
                ? "Answer by calling the tool " + name + "."
                : "Answer by calling one of the tools.";
    }

    /// Writes what was decided.
    void write(ObjectNode body) {
        if (tools.isEmpty() && request.origin() != WireFormat.ANTHROPIC && hasToolCalls()) {
            standIn();
        }
        if (!tools.isEmpty()) {
            body.set("tools", tools);
        }
        parallel();
        if (!choice.isEmpty()) {
            ObjectNode chosen = body.putObject("tool_choice").put("type", choice);
            if (!named.isEmpty()) {
                chosen.put("name", named);
            }
            if (request.knownParallelTools() != null && !choice.equals("none")) {
                chosen.put("disable_parallel_tool_use", !request.knownParallelTools());
            }
        }
    }

    /// Tools that the choice leaves out are not told to the model at all.
    private boolean isAllowed(Tool tool) {
        return !(request.toolChoice() instanceof ToolChoice.Among(var names, var _)
                && tool instanceof Tool.Function function
                && !names.contains(function.name()));
    }

    private void tool(Tool tool) {
        switch (tool) {
            case Tool.Function function -> function(function);
            case Tool.Unknown(var wire, var raw) -> {
                if (wire == WireFormat.ANTHROPIC && features.contains(Feature.ANTHROPIC_API)) {
                    tools.add(raw);
                } else {
                    losses.dropped("tools");
                }
            }
        }
    }

    private void function(Tool.Function function) {
        if (!features.contains(Feature.TOOLS)) {
            losses.dropped("tools");
            return;
        }
        ObjectNode tool = tools.addObject().put("name", function.name());
        if (!function.description().isEmpty()) {
            tool.put("description", function.description());
        }
        tool.set("input_schema", schema(function.knownParameters()));
        if (Boolean.TRUE.equals(function.knownStrict())) {
            strict(tool);
        }
        function.extras().of(WireFormat.ANTHROPIC).forEach(tool::set);
        losses.extras("tools", function.extras());
    }

    private static JsonNode schema(@Nullable JsonNode parameters) {
        if (!(parameters instanceof ObjectNode object)) {
            return Trees.object().put("type", "object").set("properties", Trees.object());
        }
        if (object.has("type")) {
            return object;
        }
        ObjectNode typed = Trees.object().put("type", "object");
        typed.setAll(object);
        return typed;
    }

    private void strict(ObjectNode tool) {
        if (request.origin() == WireFormat.ANTHROPIC) {
            tool.put("strict", true);
            return;
        }
        Schemas.strict(tool.path("input_schema"))
                .filter(_ -> features.contains(Feature.JSON_SCHEMA))
                .ifPresentOrElse(
                        fitted -> {
                            tool.set("input_schema", fitted.schema());
                            tool.put("strict", true);
                            if (fitted.isChanged()) {
                                losses.approximated("tools.parameters", "limits in descriptions");
                            }
                        },
                        () -> losses.dropped("tools.strict"));
    }

    private void choose() {
        choice = switch (request.toolChoice()) {
            case ToolChoice.Unsaid _ -> "";
            case ToolChoice.Auto _ -> "auto";
            case ToolChoice.None _ -> "none";
            case ToolChoice.Required _ -> forced("any");
            case ToolChoice.Named(var name) -> {
                named = canForce ? name : "";
                yield forced("tool");
            }
            case ToolChoice.Among(var _, var isRequired) -> {
                losses.approximated("tool_choice", "fewer tools");
                yield isRequired ? forced("any") : "auto";
            }
        };
    }

    private String forced(String type) {
        if (canForce) {
            return type;
        }
        losses.approximated("tool_choice", "auto");
        return "auto";
    }

    /// One tool at a time can only be said along with a choice.
    private void parallel() {
        if (Boolean.FALSE.equals(request.knownParallelTools()) && choice.isEmpty() && !tools.isEmpty()) {
            choice = "auto";
        }
    }

    private boolean hasToolCalls() {
        return request.turns().stream()
                .flatMap(turn -> turn.parts().stream())
                .anyMatch(part -> part instanceof Part.ToolCall);
    }

    private void standIn() {
        tools.addObject()
                .put("name", UNAVAILABLE)
                .put("description", "Cannot be used.")
                .set("input_schema", schema(null));
        choice = "none";
        losses.approximated("tools", UNAVAILABLE);
    }
}

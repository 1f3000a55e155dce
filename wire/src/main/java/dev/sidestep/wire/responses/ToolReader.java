package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the tools of a call, and how far the model is free in their use. What is no function only this format knows.
final class ToolReader {
    private static final Set<String> FUNCTION = Set.of("type", "name", "description", "parameters", "strict");

    private final Map<String, JsonNode> extras;

    /// @param extras takes a choice that no other format can say
    ToolReader(Map<String, JsonNode> extras) {
        this.extras = extras;
    }

    List<Tool> tools(At tools) {
        List<Tool> read = new ArrayList<>();
        for (At tool : tools.elements()) {
            boolean isFunction = tool.object().field("type").text().equals("function");
            read.add(isFunction ? function(tool) : new Tool.Unknown(WireFormat.RESPONSES, tool.node()));
        }
        return read;
    }

    private static Tool function(At tool) {
        At parameters = tool.field("parameters");
        At strict = tool.field("strict");
        return new Tool.Function(
                tool.field("name").text(),
                tool.field("description").textOrEmpty(),
                parameters.isSaid() ? parameters.object().node() : null,
                strict(strict),
                new Extras(WireFormat.RESPONSES, tool.rest(FUNCTION)));
    }

    private static @Nullable Boolean strict(At strict) {
        return strict.node().isBoolean() ? strict.node().booleanValue() : null;
    }

    ToolChoice choice(At choice) {
        if (!choice.isSaid()) {
            return new ToolChoice.Unsaid();
        }
        if (choice.node().isTextual()) {
            return switch (choice.text()) {
                case "auto" -> new ToolChoice.Auto();
                case "none" -> new ToolChoice.None();
                case "required" -> new ToolChoice.Required();
                default -> throw choice.wrong("must be auto, none, required or an object");
            };
        }
        return switch (choice.object().field("type").text()) {
            case "function" -> new ToolChoice.Named(choice.field("name").text());
            case "allowed_tools" -> among(choice);
            default -> own(choice);
        };
    }

    private ToolChoice among(At choice) {
        List<String> names = new ArrayList<>();
        for (At tool : choice.field("tools").elements()) {
            if (!tool.object().field("type").textIfAny().equals("function")) {
                return own(choice);
            }
            names.add(tool.field("name").text());
        }
        return new ToolChoice.Among(names, choice.field("mode").textIfAny().equals("required"));
    }

    private ToolChoice own(At choice) {
        extras.put("tool_choice", choice.node());
        return new ToolChoice.Unsaid();
    }
}

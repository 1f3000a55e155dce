package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.json.Trees;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes the functions that the model may call, and how free it is to. Not thread-safe; one per call.
final class ToolWriter {
    private static final String TOOLS = "tools";
    private static final String CHOICE = "tool_choice";

    private final Draft draft;
    private final ToolChoice choice;
    private final Set<String> declared = new HashSet<>();

    ToolWriter(Draft draft) {
        this.draft = draft;
        choice = draft.request().toolChoice();
    }

    /// Adds `tools` and `toolConfig` to a body, where there is something to say in them.
    void write(ObjectNode body) {
        ArrayNode declarations = Trees.array();
        draft.request().tools().forEach(tool -> declare(tool, declarations));
        if (declarations.isEmpty()) {
            if (choice.isForced()) {
                draft.losses().dropped(CHOICE);
            }
            return;
        }
        body.putArray(TOOLS).addObject().set("functionDeclarations", declarations);
        config(body);
        if (Boolean.FALSE.equals(draft.request().knownParallelTools())) {
            draft.losses().dropped("parallel_tool_calls");
        }
    }

    private void declare(Tool tool, ArrayNode declarations) {
        switch (tool) {
            case Tool.Unknown _ -> draft.losses().dropped(TOOLS);
            case Tool.Function function -> {
                // A second function of one name is refused, and it could not be told from the first.
                if (!draft.has(Feature.TOOLS) || !declared.add(function.name())) {
                    draft.losses().dropped(TOOLS);
                } else if (isOffered(function)) {
                    declarations.add(declaration(function));
                }
            }
        }
    }

    /// A choice among some tools without the duty to call one has no words of its own, but fewer tools say the same.
    private boolean isOffered(Tool.Function function) {
        return !(choice instanceof ToolChoice.Among(var names, var isRequired))
                || isRequired
                || names.contains(function.name());
    }

    private ObjectNode declaration(Tool.Function function) {
        draft.losses().extras("tools", function.extras());
        if (Boolean.TRUE.equals(function.knownStrict())) {
            draft.losses().dropped("tools.strict");
        }
        ObjectNode declaration = Trees.object().put("name", FunctionNames.written(function.name()));
        if (!function.description().isEmpty()) {
            declaration.put("description", function.description());
        }
        JsonNode parameters = function.knownParameters();
        if (parameters != null) {
            parameters(parameters, declaration);
        }
        return declaration;
    }

    /// A function without parameters must come without a schema; an object without properties is refused.
    private void parameters(JsonNode parameters, ObjectNode declaration) {
        JsonSchemas.Fitted fitted = JsonSchemas.parameters(parameters);
        fitted.tellLosses("tools.parameters", draft.losses());
        if (saysSomething(fitted.schema())) {
            declaration.set("parametersJsonSchema", fitted.schema());
        }
    }

    private static boolean saysSomething(ObjectNode schema) {
        JsonNode additional = schema.path("additionalProperties");
        return !schema.path("properties").isEmpty()
                || additional.isObject()
                || additional.asBoolean()
                || schema.has("anyOf")
                || schema.has("oneOf")
                || schema.has("$ref");
    }

    private void config(ObjectNode body) {
        switch (choice) {
            case ToolChoice.Unsaid _, ToolChoice.Auto _ -> {
                // the default
            }
            case ToolChoice.None _ -> mode(body, "NONE", List.of());
            case ToolChoice.Required _ -> forced(body, List.of());
            case ToolChoice.Named(var name) -> forced(body, List.of(name));
            case ToolChoice.Among(var names, var isRequired) -> {
                if (isRequired) {
                    forcedAmong(body, names.stream().filter(declared::contains).toList());
                }
            }
        }
    }

    private void forcedAmong(ObjectNode body, List<String> known) {
        if (known.isEmpty()) {
            draft.losses().dropped(CHOICE);
        } else {
            forced(body, known);
        }
    }

    private void forced(ObjectNode body, List<String> names) {
        if (draft.has(Feature.FORCED_TOOLS)) {
            mode(body, "ANY", names);
        } else {
            draft.losses().dropped(CHOICE);
        }
    }

    private static void mode(ObjectNode body, String mode, List<String> names) {
        ObjectNode config =
                body.putObject("toolConfig").putObject("functionCallingConfig").put("mode", mode);
        if (!names.isEmpty()) {
            ArrayNode allowed = config.putArray("allowedFunctionNames");
            names.forEach(name -> allowed.add(FunctionNames.written(name)));
        }
    }
}

package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a simulated model says: the same to the same question, always. Pure.
///
/// @param pieces the text, one token each
/// @param toolCalls calls instead of text
/// @param cut whether `max_tokens` cut it short
record ChatAnswer(List<String> pieces, List<ToolCall> toolCalls, boolean cut) {
    private static final int ECHOED_CHARACTERS = 200; // an answer stays readable, whatever it was asked
    private static final int ARGUMENT_PIECE = 8; // characters of a fragment: even small arguments come in several
    private static final Pattern PIECE = Pattern.compile("\\S+\\s*|\\s+");

    /// A call of one tool, its arguments as JSON text.
    record ToolCall(String id, String name, String arguments) {
        List<String> fragments() {
            var fragments = new ArrayList<String>();
            for (int from = 0; from < arguments.length(); from += ARGUMENT_PIECE) {
                fragments.add(arguments.substring(from, Math.min(arguments.length(), from + ARGUMENT_PIECE)));
            }
            return fragments;
        }
    }

    /// Calls tools when the request forces it, or when its last message, not being a tool's result, names them.
    static ChatAnswer to(ChatCall call, String provider, int wantedTokens) {
        var toolCalls = toolCalls(call);
        if (!toolCalls.isEmpty()) {
            return new ChatAnswer(List.of(), toolCalls, false);
        }
        var pieces = pieces(text(call, provider));
        if (!isJson(call)) {
            pieces = lengthened(pieces, wantedTokens);
        }
        if (call.maxTokens() > 0 && pieces.size() > call.maxTokens()) {
            return new ChatAnswer(pieces.subList(0, (int) call.maxTokens()), List.of(), true);
        }
        return new ChatAnswer(pieces, List.of(), false);
    }

    String text() {
        return String.join("", pieces);
    }

    long tokens() {
        return pieces.size()
                + toolCalls.stream()
                        .mapToLong(call -> 1 + call.fragments().size())
                        .sum();
    }

    String finishReason() {
        if (cut) {
            return "length";
        }
        return toolCalls.isEmpty() ? "stop" : "tool_calls";
    }

    private static List<ToolCall> toolCalls(ChatCall call) {
        var choice = call.toolChoice();
        if (call.tools().isEmpty() || choice.asText().equals("none")) {
            return List.of();
        }
        var forced = choice.path("function").path("name").asText("");
        boolean required = choice.asText().equals("required");
        var calls = new ArrayList<ToolCall>();
        for (var tool : call.tools()) {
            var name = tool.path("function").path("name").asText();
            boolean named = !call.lastIsTool() && call.lastText().contains(name);
            if (forced.equals(name) || (forced.isEmpty() && named)) {
                calls.add(toolCall(tool, calls.size()));
            }
        }
        if (calls.isEmpty() && required) {
            calls.add(toolCall(call.tools().getFirst(), 0));
        }
        return calls;
    }

    private static ToolCall toolCall(JsonNode tool, int index) {
        var function = tool.path("function");
        var name = function.path("name").asText();
        var arguments = SchemaExample.of(function.path("parameters")).toString();
        return new ToolCall("call_" + name + "_" + index, name, arguments);
    }

    private static boolean isJson(ChatCall call) {
        return call.responseFormat().path("type").asText().startsWith("json_");
    }

    private static String text(ChatCall call, String provider) {
        var echo = call.lastText().strip();
        echo = echo.length() <= ECHOED_CHARACTERS ? echo : echo.substring(0, ECHOED_CHARACTERS) + " …";
        if (!isJson(call)) {
            return "This is " + call.model() + " at " + provider + ", simulated. You said: " + echo;
        }
        var schema = call.responseFormat().path("json_schema").path("schema");
        if (schema.isObject()) {
            return SchemaExample.of(schema).toString();
        }
        ObjectNode json = ChatReader.JSON.createObjectNode();
        json.put("model", call.model()).put("provider", provider).put("you_said", echo);
        return json.toString();
    }

    private static List<String> pieces(String text) {
        return PIECE.matcher(text).results().map(match -> match.group()).toList();
    }

    private static List<String> lengthened(List<String> pieces, int wantedTokens) {
        if (wantedTokens == 0) {
            return pieces;
        }
        var exact = new ArrayList<>(pieces.subList(0, Math.min(pieces.size(), wantedTokens)));
        while (exact.size() < wantedTokens) {
            exact.add(" token" + exact.size());
        }
        return exact;
    }
}

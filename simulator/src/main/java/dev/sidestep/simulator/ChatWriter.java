package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Writes answers as OpenAI and Groq do: one object, or the chunks of a stream. Pure.
///
/// @param id the same in every chunk
/// @param createdSeconds epoch seconds
record ChatWriter(Dialect dialect, ChatCall call, Utterance utterance, String id, long createdSeconds)
        implements Desk.Written {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public String whole() {
        var root = envelope("chat.completion");
        var choices = root.putArray("choices");
        for (int i = 0; i < call.choices(); i++) {
            var choice = choices.addObject().put("index", i);
            choice.set("message", message());
            choice.putNull("logprobs").put("finish_reason", finishReason());
        }
        root.set("usage", usage());
        root.put("system_fingerprint", "fp_simulated");
        if (dialect == Dialect.GROQ) {
            root.putObject("x_groq").put("id", "req_" + id);
        }
        return root.toString();
    }

    @Override
    public List<String> events() {
        var events = new ArrayList<String>();
        chunks().forEach(chunk -> events.add("data: " + chunk + "\n\n"));
        events.add("data: [DONE]\n\n");
        return events;
    }

    /// Chunks as JSON, in order: role, content, tool calls, finish, and usage where asked for; without `[DONE]`.
    private List<String> chunks() {
        var chunks = new ArrayList<String>();
        for (int i = 0; i < call.choices(); i++) {
            chunks.add(role(i));
        }
        var field = utterance.refused() && dialect == Dialect.OPENAI ? "refusal" : "content";
        for (int i = 0; i < call.choices(); i++) {
            for (var piece : utterance.pieces()) {
                chunks.add(chunk(i, NODES.objectNode().put(field, piece), null).toString());
            }
            toolCallChunks(i, chunks);
        }
        for (int i = 0; i < call.choices(); i++) {
            chunks.add(finish(i));
        }
        if (call.includeUsage()) {
            var last = envelope("chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", usage());
            chunks.add(last.toString());
        }
        return chunks;
    }

    @Override
    public long totalTokens() {
        return call.promptTokens() + utterance.tokens() * call.choices();
    }

    private String role(int index) {
        var delta = NODES.objectNode().put("role", "assistant");
        if (utterance.toolCalls().isEmpty() || !utterance.pieces().isEmpty()) {
            delta.put("content", "");
        } else {
            delta.putNull("content");
        }
        var chunk = chunk(index, delta, null);
        if (dialect == Dialect.GROQ) {
            chunk.putObject("x_groq").put("id", "req_" + id);
        }
        return chunk.toString();
    }

    private String finish(int index) {
        var chunk = chunk(index, NODES.objectNode(), finishReason());
        if (dialect == Dialect.GROQ) {
            chunk.putObject("x_groq").put("id", "req_" + id).set("usage", usage());
        }
        return chunk.toString();
    }

    private void toolCallChunks(int index, List<String> chunks) {
        for (int i = 0; i < utterance.toolCalls().size(); i++) {
            var toolCall = utterance.toolCalls().get(i);
            var first = toolCallDelta(i, toolCall.name(), "");
            ((ObjectNode) first.path("tool_calls").path(0))
                    .put("id", toolCallId(i))
                    .put("type", "function");
            chunks.add(chunk(index, first, null).toString());
            for (var fragment : toolCall.fragments()) {
                chunks.add(chunk(index, toolCallDelta(i, null, fragment), null).toString());
            }
        }
    }

    private static ObjectNode toolCallDelta(
            int index, @org.jspecify.annotations.Nullable String name, String arguments) {
        var delta = NODES.objectNode();
        var function =
                delta.putArray("tool_calls").addObject().put("index", index).putObject("function");
        if (name != null) {
            function.put("name", name);
        }
        function.put("arguments", arguments);
        return delta;
    }

    private ObjectNode chunk(int index, ObjectNode delta, @org.jspecify.annotations.Nullable String finishReason) {
        var chunk = envelope("chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finishReason);
        if (call.includeUsage()) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    private ObjectNode envelope(String object) {
        var root = NODES.objectNode()
                .put("id", "chatcmpl-" + id)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", call.question().model());
        if (dialect == Dialect.OPENAI) {
            root.put("service_tier", "default");
        }
        return object.endsWith("chunk") ? root.put("system_fingerprint", "fp_simulated") : root;
    }

    private ObjectNode message() {
        var message = NODES.objectNode().put("role", "assistant");
        boolean refused = utterance.refused() && dialect == Dialect.OPENAI;
        boolean silent = utterance.pieces().isEmpty() && !utterance.toolCalls().isEmpty();
        message.put("content", refused || silent ? null : utterance.text());
        for (int i = 0; i < utterance.toolCalls().size(); i++) {
            var toolCall = utterance.toolCalls().get(i);
            message.withArray("tool_calls")
                    .addObject()
                    .put("id", toolCallId(i))
                    .put("type", "function")
                    .putObject("function")
                    .put("name", toolCall.name())
                    .put("arguments", toolCall.arguments());
        }
        return dialect == Dialect.OPENAI ? message.put("refusal", refused ? utterance.text() : null) : message;
    }

    private String toolCallId(int index) {
        return "call_" + id + "_" + index;
    }

    private String finishReason() {
        if (utterance.cut()) {
            return "length";
        }
        return utterance.toolCalls().isEmpty() ? "stop" : "tool_calls";
    }

    private ObjectNode usage() {
        long completion = utterance.tokens() * call.choices();
        return NODES.objectNode()
                .put("prompt_tokens", call.promptTokens())
                .put("completion_tokens", completion)
                .put("total_tokens", call.promptTokens() + completion);
    }
}

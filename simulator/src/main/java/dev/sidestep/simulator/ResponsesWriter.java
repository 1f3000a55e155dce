package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Writes answers as OpenAI's Responses do: one response, or the events of its stream. Pure.
///
/// @param id the answer's own
record ResponsesWriter(ResponsesCall call, Utterance utterance, String id, Seal seal, long createdSeconds)
        implements Desk.Written {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public String whole() {
        return finished().toString();
    }

    @Override
    public long totalTokens() {
        return call.promptTokens() + utterance.tokens();
    }

    @Override
    public List<String> events() {
        return new ResponsesEvents(this).events();
    }

    /// The whole response.
    ObjectNode finished() {
        boolean incomplete = utterance.cut();
        var response = response(incomplete ? "incomplete" : "completed");
        if (incomplete) {
            response.putObject("incomplete_details").put("reason", "max_output_tokens");
        }
        var output = response.putArray("output");
        output().forEach(output::add);
        response.set("usage", usage());
        return response;
    }

    /// The response without anything said yet.
    ObjectNode begun() {
        var response = response("in_progress");
        response.putArray("output");
        return response.putNull("usage");
    }

    /// Its items, in order: reasoning, text, function calls.
    ArrayNode output() {
        var output = NODES.arrayNode();
        if (call.reasons()) {
            output.add(reasoning());
        }
        if (!utterance.pieces().isEmpty()) {
            output.add(message("completed", utterance.text()));
        }
        for (int i = 0; i < utterance.toolCalls().size(); i++) {
            output.add(functionCall(i, "completed", utterance.toolCalls().get(i).arguments()));
        }
        return output;
    }

    ObjectNode reasoning() {
        var item = NODES.objectNode().put("id", "rs_" + id).put("type", "reasoning");
        var summary = item.putArray("summary");
        if (summarizes()) {
            summary.add(summaryPart(utterance.thought()));
        }
        if (call.encrypted()) {
            item.put("encrypted_content", seal.token("rs_" + id));
        }
        return item;
    }

    /// Whether the client asked for a summary of the reasoning, and there is one.
    boolean summarizes() {
        return call.body().path("reasoning").hasNonNull("summary")
                && !utterance.thinking().isEmpty();
    }

    static ObjectNode summaryPart(String text) {
        return NODES.objectNode().put("type", "summary_text").put("text", text);
    }

    ObjectNode message(String status, String text) {
        var item =
                NODES.objectNode().put("id", "msg_" + id).put("type", "message").put("status", status);
        var content = item.putArray("content");
        if (!status.equals("in_progress")) {
            content.add(part(text));
        }
        return item.put("role", "assistant");
    }

    ObjectNode part(String text) {
        if (utterance.refused()) {
            return NODES.objectNode().put("type", "refusal").put("refusal", text);
        }
        var part = NODES.objectNode().put("type", "output_text");
        part.putArray("annotations");
        part.putArray("logprobs");
        return part.put("text", text);
    }

    ObjectNode functionCall(int index, String status, String arguments) {
        return NODES.objectNode()
                .put("id", "fc_" + id + "_" + index)
                .put("type", "function_call")
                .put("status", status)
                .put("arguments", arguments)
                .put("call_id", "call_" + id + "_" + index)
                .put("name", utterance.toolCalls().get(index).name());
    }

    private ObjectNode response(String status) {
        var body = call.body();
        var response = NODES.objectNode()
                .put("id", "resp_" + id)
                .put("object", "response")
                .put("created_at", createdSeconds)
                .put("status", status)
                .put("background", false)
                .putNull("error")
                .putNull("incomplete_details");
        copy(response, "instructions");
        copy(response, "max_output_tokens");
        response.put("model", call.question().model())
                .put("parallel_tool_calls", body.path("parallel_tool_calls").asBoolean(true));
        copy(response, "previous_response_id");
        var reasoning = response.putObject("reasoning");
        reasoning.set("effort", body.path("reasoning").has("effort") ? body.at("/reasoning/effort") : NODES.nullNode());
        reasoning.putNull("summary");
        response.put("service_tier", "default")
                .put("store", call.stored())
                .put("temperature", body.path("temperature").asDouble(1));
        var format = body.path("text").path("format");
        response.putObject("text")
                .set("format", format.isObject() ? format : NODES.objectNode().put("type", "text"));
        response.set("tool_choice", body.hasNonNull("tool_choice") ? body.get("tool_choice") : NODES.textNode("auto"));
        response.set("tools", body.hasNonNull("tools") ? body.get("tools") : NODES.arrayNode());
        response.put("top_p", body.path("top_p").asDouble(1))
                .put("truncation", "disabled")
                .putNull("user");
        response.set("metadata", body.hasNonNull("metadata") ? body.get("metadata") : NODES.objectNode());
        return response;
    }

    private void copy(ObjectNode response, String field) {
        response.set(field, call.body().hasNonNull(field) ? call.body().get(field) : NODES.nullNode());
    }

    private ObjectNode usage() {
        var usage = NODES.objectNode().put("input_tokens", call.promptTokens());
        usage.putObject("input_tokens_details").put("cached_tokens", 0);
        usage.put("output_tokens", utterance.tokens());
        usage.putObject("output_tokens_details")
                .put("reasoning_tokens", utterance.thinking().size());
        return usage.put("total_tokens", totalTokens());
    }
}

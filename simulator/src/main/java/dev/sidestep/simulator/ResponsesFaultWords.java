package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What faults say in the words of Responses: errors within a stream carry the id of its response.
record ResponsesFaultWords(String id, String model, long createdSeconds) implements FaultWords {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public String body(int status, Trouble trouble) {
        return new ChatFaultWords().body(status, trouble);
    }

    /// An overloaded model fails the response; a limit is an error event first.
    @Override
    public String event(Trouble trouble, int eventsBefore) {
        return switch (trouble) {
            case STATUS, OVERLOADED -> failed("server_error", "The model is over capacity", eventsBefore);
            case LIMITED -> {
                var message = "Rate limit reached. Please try again in 20s.";
                var error = event("error", eventsBefore)
                        .put("code", "rate_limit_exceeded")
                        .put("message", message)
                        .putNull("param");
                yield text(error) + failed("rate_limit_exceeded", message, eventsBefore + 1);
            }
        };
    }

    private String failed(String code, String message, int number) {
        var failed = event("response.failed", number);
        var response = response("failed");
        response.putObject("error").put("code", code).put("message", message);
        failed.set("response", response);
        return text(failed);
    }

    private ObjectNode response(String status) {
        var response = NODES.objectNode()
                .put("id", "resp_" + id)
                .put("object", "response")
                .put("created_at", createdSeconds)
                .put("status", status)
                .putNull("incomplete_details")
                .putNull("instructions")
                .put("model", model);
        response.putArray("output");
        response.put("parallel_tool_calls", true).put("tool_choice", "auto").putArray("tools");
        response.putNull("usage").putObject("metadata");
        return response;
    }

    @Override
    public String lifecycle() {
        var event = event("response.in_progress", 1);
        event.set("response", response("in_progress"));
        return text(event);
    }

    @Override
    public String done() {
        var event = event("response.completed", 0);
        event.set("response", response("completed").putNull("error"));
        return text(event);
    }

    @Override
    public String broken() {
        return "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":[{\n\n";
    }

    private static ObjectNode event(String type, int number) {
        return NODES.objectNode().put("type", type).put("sequence_number", number);
    }

    private static String text(ObjectNode event) {
        return "event: " + event.path("type").asText() + "\ndata: " + event + "\n\n";
    }
}

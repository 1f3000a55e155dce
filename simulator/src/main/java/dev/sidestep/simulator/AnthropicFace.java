package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// Anthropic's wire: Messages, the counting of their tokens, and the list of models.
record AnthropicFace(Desk desk) implements Face {
    private static final int MAX_BODY_BYTES = 32 << 20; // documented for Messages

    @Override
    public SimulatedAnswer answer(Exchange exchange) {
        var request = exchange.request();
        return switch (request.method() + " " + request.path()) {
            case "POST /messages" -> messages(exchange);
            case "POST /messages/count_tokens" -> count(exchange);
            case "GET /models" -> models(exchange);
            case String _ -> desk.unknownPath(exchange);
        };
    }

    private SimulatedAnswer messages(Exchange exchange) {
        var model = "";
        try {
            var reader = AnthropicReader.of(exchange.request());
            var body = body(exchange);
            model = AnthropicReader.model(body);
            var seal = exchange.seal(model);
            var call = reader.read(body, seal);
            requireSight(exchange, call);
            var ask = exchange.ask(model, call.promptTokens(), call.question().maxTokens());
            return desk.say(
                    new Desk.Visit(exchange, ask, call.stream(), new MessagesFaultWords()),
                    _ -> new AnthropicWriter(call, desk.utterance(exchange, call.question()), desk.nextAnswer(), seal));
        } catch (RefusedRequest refused) {
            return desk.invalid(exchange, model, refused);
        }
    }

    /// Counting is free, but for models that are not there.
    private SimulatedAnswer count(Exchange exchange) {
        var model = "";
        try {
            var reader = AnthropicReader.of(exchange.request());
            var body = body(exchange);
            model = AnthropicReader.model(body);
            long tokens = reader.count(body, exchange.seal(model));
            if (exchange.provider().model(model).isEmpty()) {
                throw new RefusedRequest(404, "model: " + model, "not_found_error", null, null);
            }
            return desk.tell(
                    exchange,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("input_tokens", tokens)
                            .toString());
        } catch (RefusedRequest refused) {
            return desk.invalid(exchange, model, refused);
        }
    }

    private SimulatedAnswer models(Exchange exchange) {
        try {
            AnthropicReader.of(exchange.request());
            return desk.tell(exchange, ModelList.ofAnthropic(exchange.provider()));
        } catch (RefusedRequest refused) {
            return desk.invalid(exchange, "", refused);
        }
    }

    private static Input body(Exchange exchange) {
        if (exchange.request().body().length > MAX_BODY_BYTES) {
            throw new RefusedRequest(
                    413, "Request exceeds the maximum allowed number of bytes.", "request_too_large", null, null);
        }
        return AnthropicReader.body(exchange.request());
    }

    private static void requireSight(Exchange exchange, MessagesCall call) {
        if (call.hasImages() && !exchange.sees(call.question().model())) {
            throw Input.refused("messages: image input is not supported on this model");
        }
    }
}

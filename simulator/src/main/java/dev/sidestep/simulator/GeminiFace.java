package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// Gemini's wire: generateContent, whole and streamed, the counting of tokens, and the list of models.
record GeminiFace(Desk desk) implements Face {
    private static final String MODELS = "/models/";

    @Override
    public SimulatedAnswer answer(Exchange exchange) {
        var request = exchange.request();
        var path = request.path();
        if (request.method().equals("GET") && path.equals("/models")) {
            return desk.tell(exchange, ModelList.ofGemini(exchange.provider()));
        }
        int colon = path.lastIndexOf(':');
        if (!request.method().equals("POST") || !path.startsWith(MODELS) || colon < 0) {
            return desk.unknownPath(exchange);
        }
        var seal = exchange.seal(path.substring(MODELS.length(), colon));
        return switch (path.substring(colon + 1)) {
            case "generateContent" -> generate(exchange, seal, false);
            case "streamGenerateContent" -> generate(exchange, seal, true);
            case "countTokens" -> count(exchange, seal);
            case String _ -> desk.unknownPath(exchange);
        };
    }

    private SimulatedAnswer generate(Exchange exchange, Seal seal, boolean stream) {
        try {
            requireEvents(exchange.request(), stream);
            var call = GeminiReader.read(exchange.request(), seal);
            if (call.hasImages() && !exchange.sees(seal.model())) {
                throw GeminiReader.refused("Image input modality is not enabled for models/" + seal.model());
            }
            var ask = exchange.ask(
                    seal.model(), call.promptTokens(), call.question().maxTokens());
            return desk.say(
                    new Desk.Visit(exchange, ask, stream, new GeminiFaultWords()),
                    _ -> new GeminiWriter(call, desk.utterance(exchange, call.question()), desk.nextAnswer(), seal));
        } catch (RefusedRequest refused) {
            return desk.invalid(exchange, seal.model(), refused);
        }
    }

    /// Without `alt=sse` Google streams one JSON array, which nobody here reads.
    private static void requireEvents(SimulatedRequest request, boolean stream) {
        if (stream && !request.parameter("alt").equals("sse")) {
            throw GeminiReader.refused("Only alt=sse is simulated for streamGenerateContent.");
        }
    }

    private SimulatedAnswer count(Exchange exchange, Seal seal) {
        try {
            long tokens = GeminiReader.count(exchange.request(), seal);
            if (exchange.provider().model(seal.model()).isEmpty()) {
                throw new RefusedRequest(
                        404,
                        "models/" + seal.model() + " is not found for API version v1beta, or is not supported for "
                                + "countTokens. Call ListModels to see the list of available models and their "
                                + "supported methods.",
                        "NOT_FOUND",
                        null,
                        null);
            }
            return desk.tell(
                    exchange,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("totalTokens", tokens)
                            .toString());
        } catch (RefusedRequest refused) {
            return desk.invalid(exchange, seal.model(), refused);
        }
    }
}

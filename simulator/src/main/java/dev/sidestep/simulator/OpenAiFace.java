package dev.sidestep.simulator;

import java.nio.charset.StandardCharsets;

/// OpenAI's wire, as OpenAI and Groq speak it: chat, embeddings, models, and Responses where they are offered.
record OpenAiFace(Desk desk, ResponsesFace responses) implements Face {
    OpenAiFace(Desk desk) {
        this(desk, new ResponsesFace(desk));
    }

    @Override
    public SimulatedAnswer answer(Exchange exchange) {
        var request = exchange.request();
        return switch (request.method() + " " + request.path()) {
            case "POST /chat/completions" -> chat(exchange);
            case "POST /embeddings" -> embeddings(exchange);
            case "GET /models" -> desk.tell(exchange, ModelList.of(exchange.provider()));
            case String _
            when exchange.dialect() == Dialect.OPENAI && ResponsesFace.isMeant(request) -> responses.answer(exchange);
            case String _ -> desk.unknownPath(exchange);
        };
    }

    private SimulatedAnswer chat(Exchange exchange) {
        String model = "";
        try {
            var body = ChatReader.object(exchange.request().body());
            model = ChatReader.model(body);
            var call = ChatReader.read(body, exchange.dialect());
            requireFit(exchange, call);
            var ask = exchange.ask(model, call.promptTokens(), call.question().maxTokens());
            var visit = new Desk.Visit(exchange, ask, call.stream(), new ChatFaultWords());
            return desk.say(
                    visit,
                    _ -> new ChatWriter(
                            exchange.dialect(),
                            call,
                            desk.utterance(exchange, call.question()),
                            desk.nextAnswer(),
                            exchange.epochSeconds()));
        } catch (RefusedRequest refused) {
            return desk.invalid(exchange, model, refused);
        }
    }

    private SimulatedAnswer embeddings(Exchange exchange) {
        String model = "";
        try {
            var body = ChatReader.object(exchange.request().body());
            model = ChatReader.model(body);
            var call = EmbeddingCall.read(body);
            var visit = new Desk.Visit(exchange, exchange.ask(model, call.tokens(), 0), false, new ChatFaultWords());
            return desk.decide(
                    visit,
                    headers -> new Desk.Content(
                            Faults.answer(200, headers, call.answer().getBytes(StandardCharsets.UTF_8)),
                            call.tokens()));
        } catch (RefusedRequest refused) {
            return desk.invalid(exchange, model, refused);
        }
    }

    private static void requireFit(Exchange exchange, ChatCall call) {
        var model = call.question().model();
        if (exchange.provider().onlyEmbeds(model)) {
            throw new RefusedRequest(
                    404,
                    "This is not a chat model and thus not supported in the v1/chat/completions endpoint.",
                    "invalid_request_error",
                    "model",
                    null);
        }
        if (call.hasImages() && !exchange.sees(model)) {
            throw exchange.dialect() == Dialect.GROQ
                    ? RefusedRequest.of("messages[0].content must be a string", "messages", null)
                    : RefusedRequest.of(
                            "Invalid content type. image_url is only supported by certain models.",
                            "messages.[0].content.[0].type",
                            null);
        }
    }
}

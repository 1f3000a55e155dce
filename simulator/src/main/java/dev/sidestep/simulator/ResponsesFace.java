package dev.sidestep.simulator;

/// OpenAI's Responses: they are created, and those that were kept are read again.
final class ResponsesFace implements Face {
    private static final String PATH = "/responses";

    private final Desk desk;
    private final ResponseStore store = new ResponseStore();

    ResponsesFace(Desk desk) {
        this.desk = desk;
    }

    static boolean isMeant(SimulatedRequest request) {
        return request.path().equals(PATH) || request.path().startsWith(PATH + "/");
    }

    @Override
    public SimulatedAnswer answer(Exchange exchange) {
        var request = exchange.request();
        boolean one = request.path().startsWith(PATH + "/");
        if (request.method().equals("POST") && !one) {
            return create(exchange);
        }
        return request.method().equals("GET") && one
                ? read(exchange, request.path().substring(PATH.length() + 1))
                : desk.unknownPath(exchange);
    }

    private SimulatedAnswer create(Exchange exchange) {
        var model = "";
        try {
            var body = ChatReader.object(exchange.request().body());
            model = ChatReader.model(body);
            var call = new ResponsesReader(exchange, store, model).read(body);
            if (call.hasImages() && !exchange.sees(model)) {
                throw RefusedRequest.of(
                        "Invalid content type. input_image is only supported by certain models.", "input", null);
            }
            var ask = exchange.ask(model, call.promptTokens(), call.question().maxTokens());
            var id = desk.nextAnswer();
            var words = new ResponsesFaultWords(id, model, exchange.epochSeconds());
            return desk.say(new Desk.Visit(exchange, ask, call.stream(), words), _ -> {
                var utterance = desk.utterance(exchange, call.question());
                var writer = new ResponsesWriter(
                        call, utterance, id, exchange.seal(call.question().model()), exchange.epochSeconds());
                store.keep(exchange, call, writer.finished());
                return writer;
            });
        } catch (RefusedRequest refused) {
            return desk.invalid(exchange, model, refused);
        }
    }

    private SimulatedAnswer read(Exchange exchange, String id) {
        return store.response(exchange, id)
                .map(kept -> desk.tell(exchange, kept.response().toString()))
                .orElseGet(() -> desk.invalid(
                        exchange,
                        "",
                        new RefusedRequest(
                                404, "Response with id '" + id + "' not found.", "invalid_request_error", null, null)));
    }
}

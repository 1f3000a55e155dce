package dev.sidestep.gateway;

import dev.sidestep.exchange.Call;
import dev.sidestep.exchange.RateLimits;
import dev.sidestep.exchange.Terms;
import dev.sidestep.gateway.admin.AgentsDocument;
import dev.sidestep.gateway.admin.ExplainDocument;
import dev.sidestep.gateway.admin.ModelsDocument;
import dev.sidestep.gateway.admin.ShareDocument;
import dev.sidestep.gateway.admin.StatusDocument;
import dev.sidestep.gateway.admin.StoreDocument;
import dev.sidestep.gateway.admin.TargetsDocument;
import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ClientFormat;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What can be asked about the gateway itself.
final class Questions {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private Questions() {}

    static void health(Request request, byte[] body) {
        Map<String, String> document = new LinkedHashMap<>();
        document.put("status", "up");
        request.service().store().ifPresent(store -> document.put("store", StoreDocument.word(store.status())));
        request.service().state().share().ifPresent(share -> document.put("share", ShareDocument.word(share.status())));
        request.answer(200, document);
    }

    static void state(Request request, byte[] body) {
        StateKeeping state = request.service().state();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("store", state.store().map(store -> StoreDocument.of(store.status())));
        document.put("share", state.share().map(share -> ShareDocument.of(share.status())));
        request.answer(200, document);
    }

    static void readiness(Request request, byte[] body) {
        boolean isReady = request.service().isReady();
        request.answer(isReady ? 200 : 503, Map.of("status", isReady ? "ready" : "not-ready"));
    }

    static void metrics(Request request, byte[] body) {
        request.answerLater(() ->
                Reply.of(PROMETHEUS, Buffer.buffer(request.service().metrics().scrape())));
    }

    static void welcome(Request request, byte[] body) {
        request.answer(
                200,
                Map.of(
                        "name",
                        "Sidestep",
                        "endpoints",
                        new Routes()
                                .all().stream()
                                        .map(route -> route.method() + " " + route.path())
                                        .filter(line -> line.contains("/v1") || line.contains("/health"))
                                        .filter(line -> !line.contains("/openai/"))
                                        .toList()));
    }

    static void models(Request request, byte[] body) {
        request.answer(
                200,
                ModelsDocument.all(
                        request.service().dispatcher(), request.service().startedAt()));
    }

    static void model(Request request, byte[] body) {
        String id = request.variable(0);
        ModelsDocument.one(request.service().dispatcher(), id, request.service().startedAt())
                .ifPresentOrElse(
                        document -> request.answer(200, document),
                        () -> request.refuse(
                                404,
                                ApiError.of(
                                        "The model '" + id + "' is not configured here; GET /v1/models lists what is",
                                        "invalid_request_error",
                                        "model_not_found")));
    }

    static void agents(Request request, byte[] body) {
        request.answer(
                200, AgentsDocument.of(request.inForce().config().agents().values()));
    }

    static void rateLimits(Request request, byte[] body) {
        request.answer(200, StatusDocument.of(new RateLimits(request.service().dispatcher()).status()));
    }

    static void clearRateLimits(Request request, byte[] body) {
        RateLimits rateLimits = new RateLimits(request.service().dispatcher());
        Map<String, String> query = request.query();
        String key = query.getOrDefault("key", "");
        String expired = query.getOrDefault("expired", "false");
        boolean isUnderstood = query.keySet().stream()
                        .allMatch(name -> List.of("key", "expired", "").contains(name))
                && List.of("true", "false").contains(expired)
                && (key.isEmpty() != query.containsKey("key"));
        if (!isUnderstood) {
            // Clearing everything on a misspelt parameter would be a bad surprise.
            request.refuse(
                    400,
                    ApiError.of(
                            "Expected no parameters (clears all), key=<a key of the status>, or expired=true",
                            "invalid_request_error",
                            "invalid_parameter"));
            return;
        }
        int cleared;
        if (expired.equals("true")) {
            cleared = rateLimits.clearExpired();
        } else if (!key.isEmpty()) {
            cleared = rateLimits.clearKey(key);
        } else {
            cleared = rateLimits.clearAll();
        }
        request.answer(200, Map.of("cleared", cleared));
    }

    static void targets(Request request, byte[] body) {
        request.answerLater(
                () -> Reply.json(TargetsDocument.of(request.service().dispatcher())));
    }

    static void explain(Request request, byte[] body) {
        Optional<Terms> terms = TermsReader.read(request);
        Optional<ClientFormat> format = terms.isEmpty() ? Optional.empty() : explained(request);
        Optional<ClientCall> call = format.flatMap(wire -> Calls.read(request, wire, body));
        if (terms.isPresent() && call.isPresent()) {
            Call.Chat chat = new Call.Chat(call.get(), terms.get());
            request.answer(200, ExplainDocument.of(chat, request.service().dispatcher()));
        }
    }

    /// The wire format of the call that is to be explained; empty where it is none, which is answered.
    private static Optional<ClientFormat> explained(Request request) {
        String wire = request.query().getOrDefault("wire", WireFormat.OPENAI.id());
        Optional<ClientFormat> format =
                WireFormat.of(wire).filter(each -> each != WireFormat.GEMINI).map(Formats::ofClients);
        if (format.isEmpty()) {
            request.refuse(
                    400,
                    ApiError.of(
                            "wire must be openai, responses or anthropic",
                            "invalid_request_error",
                            "invalid_parameter"));
        }
        return format;
    }
}

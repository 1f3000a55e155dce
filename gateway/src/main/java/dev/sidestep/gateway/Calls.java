package dev.sidestep.gateway;

import dev.sidestep.exchange.Call;
import dev.sidestep.exchange.Terms;
import dev.sidestep.wire.openai.ApiError;
import dev.sidestep.wire.openai.ChatCall;
import dev.sidestep.wire.openai.EmbeddingCall;
import dev.sidestep.wire.openai.InvalidRequestException;
import java.util.Optional;

/// The calls that go on to a provider.
final class Calls {
    private Calls() {}

    static void chat(Request request, byte[] body) {
        Optional<Terms> terms = TermsReader.read(request);
        Optional<ChatCall> call = terms.isEmpty() ? Optional.empty() : read(request, body);
        if (terms.isPresent() && call.isPresent()) {
            make(request, new Call.Chat(call.get(), terms.get()), "chat", Passage.UNCHANGED);
        }
    }

    static void embeddings(Request request, byte[] body) {
        TermsReader.read(request).ifPresent(terms -> {
            try {
                EmbeddingCall call = EmbeddingCall.read(body);
                make(request, new Call.Embeddings(call, terms), "embeddings", Passage.UNCHANGED);
            } catch (InvalidRequestException invalid) {
                refuse(request, ApiError.of(invalid));
            }
        });
    }

    /// Makes a call, unless the gateway is stopping.
    static void make(Request request, Call call, String endpoint, Passage passage) {
        if (request.service().isDraining()) {
            request.response().putHeader("retry-after", "1");
            request.refuse(503, ApiError.of("The gateway is stopping", "server_error", "shutting_down"));
            return;
        }
        new ResponseSink(request, call, endpoint, passage).start();
    }

    /// The chat call that a body holds; empty where it holds none, which is answered.
    static Optional<ChatCall> read(Request request, byte[] body) {
        try {
            return Optional.of(ChatCall.read(body));
        } catch (InvalidRequestException invalid) {
            refuse(request, ApiError.of(invalid));
            return Optional.empty();
        }
    }

    private static void refuse(Request request, ApiError error) {
        request.refuse(400, error);
    }
}

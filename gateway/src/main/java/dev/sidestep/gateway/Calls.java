package dev.sidestep.gateway;

import dev.sidestep.exchange.Call;
import dev.sidestep.exchange.Terms;
import dev.sidestep.wire.anthropic.CountTokens;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ClientFormat;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.openai.EmbeddingCall;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The calls that go on to a provider.
final class Calls {
    private Calls() {}

    static void chat(Request request, byte[] body) {
        Optional<Terms> terms = TermsReader.read(request);
        Optional<ClientCall> call = terms.isEmpty() ? Optional.empty() : read(request, request.format(), body);
        if (terms.isPresent() && call.isPresent()) {
            Passage passage = RecordedPassage.of(request, body, Passage.UNCHANGED);
            make(request, new Call.Chat(call.get(), terms.get()), passage);
        }
    }

    /// A call that a person tries out, which costs as any other.
    static void tryOut(Request request, byte[] body) {
        chat(request.as(InForce.DASHBOARD), body);
    }

    /// Estimated here for whatever model, since the call may be answered by one of another provider.
    static void countTokens(Request request, byte[] body) {
        try {
            ClientCall call = CountTokens.read(body, headers(request, request.format()));
            long tokens = call.needs().promptTokens();
            request.answer(200, "application/json", Buffer.buffer(CountTokens.answer(tokens)));
        } catch (InvalidRequestException invalid) {
            refuse(request, ApiError.of(invalid));
        }
    }

    static void embeddings(Request request, byte[] body) {
        TermsReader.read(request).ifPresent(terms -> {
            try {
                EmbeddingCall call = EmbeddingCall.read(body);
                Passage passage = RecordedPassage.of(request, body, Passage.UNCHANGED);
                make(request, new Call.Embeddings(call, terms), passage);
            } catch (InvalidRequestException invalid) {
                refuse(request, ApiError.of(invalid));
            }
        });
    }

    /// Makes a call, unless the gateway is stopping.
    static void make(Request request, Call call, Passage passage) {
        if (request.service().isDraining()) {
            request.response().putHeader("retry-after", "1");
            request.refuse(503, ApiError.of("The gateway is stopping", "server_error", "shutting_down"));
            return;
        }
        new ResponseSink(request, call, passage).start();
    }

    /// The call that a body in a wire format holds; empty where it holds none, which is answered.
    static Optional<ClientCall> read(Request request, ClientFormat format, byte[] body) {
        try {
            return Optional.of(format.read(body, headers(request, format)));
        } catch (InvalidRequestException invalid) {
            refuse(request, ApiError.of(invalid));
            return Optional.empty();
        }
    }

    private static Map<String, String> headers(Request request, ClientFormat format) {
        Map<String, String> headers = new HashMap<>();
        for (String name : format.ownHeaders()) {
            List<String> values = request.http().headers().getAll(name);
            if (!values.isEmpty()) {
                headers.put(name, String.join(",", values));
            }
        }
        return headers;
    }

    private static void refuse(Request request, ApiError error) {
        request.refuse(400, error);
    }
}

package dev.sidestep.gateway;

import dev.sidestep.config.Quantities;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.exchange.Call;
import dev.sidestep.wire.openai.ApiError;
import dev.sidestep.wire.openai.ChatCall;
import dev.sidestep.wire.openai.EmbeddingCall;
import dev.sidestep.wire.openai.InvalidRequestException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The calls that go on to a provider.
final class Calls {
    private static final String DEADLINE = "x-sidestep-deadline";
    private static final String MAX_ATTEMPTS = "x-sidestep-max-attempts";

    private Calls() {}

    static void chat(Request request, byte[] body) {
        Optional<UnaryOperator<FailoverPolicy>> knobs = knobs(request);
        Optional<ChatCall> call = knobs.isEmpty() ? Optional.empty() : read(request, body);
        if (knobs.isPresent() && call.isPresent()) {
            make(request, new Call.Chat(call.get(), knobs.get()), "chat", Passage.UNCHANGED);
        }
    }

    static void embeddings(Request request, byte[] body) {
        knobs(request).ifPresent(knobs -> {
            try {
                EmbeddingCall call = EmbeddingCall.read(body);
                make(request, new Call.Embeddings(call, knobs), "embeddings", Passage.UNCHANGED);
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

    /// What the request's headers change in the configured policy: only to less. Empty where one of
    /// them cannot be read, which is answered.
    static Optional<UnaryOperator<FailoverPolicy>> knobs(Request request) {
        String deadline = request.http().getHeader(DEADLINE);
        String attempts = request.http().getHeader(MAX_ATTEMPTS);
        if (deadline == null && attempts == null) {
            return Optional.of(UnaryOperator.identity());
        }
        Optional<Duration> span = deadline == null
                ? Optional.empty()
                : Quantities.duration(deadline.strip()).filter(Duration::isPositive);
        if (deadline != null && span.isEmpty()) {
            refuse(request, invalidHeader(DEADLINE, "a duration such as 30s"));
            return Optional.empty();
        }
        @Nullable Integer most = attempts == null ? null : wholeNumber(attempts.strip());
        if (most != null && most < 1) {
            refuse(request, invalidHeader(MAX_ATTEMPTS, "a whole number from 1"));
            return Optional.empty();
        }
        return Optional.of(policy -> bounded(policy, span.orElse(policy.deadline()), most));
    }

    private static FailoverPolicy bounded(FailoverPolicy policy, Duration deadline, @Nullable Integer most) {
        return policy.toBuilder()
                .deadline(deadline.compareTo(policy.deadline()) < 0 ? deadline : policy.deadline())
                .maxAttempts(most == null ? policy.maxAttempts() : Math.min(most, policy.maxAttempts()))
                .build();
    }

    private static int wholeNumber(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    private static ApiError invalidHeader(String name, String expected) {
        return ApiError.of("The header " + name + " must be " + expected, "invalid_request_error", "invalid_header");
    }

    private static void refuse(Request request, ApiError error) {
        request.refuse(400, error);
    }
}

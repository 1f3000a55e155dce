package dev.sidestep.gateway;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.call.CallFailedException.ProviderAnswer;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.exchange.RateLimits;
import dev.sidestep.exchange.StreamBreak;
import dev.sidestep.gateway.admin.TargetFacts;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.format.ClientFormat;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a client gets for a call that failed.
///
/// @param status HTTP status
/// @param error in our words
/// @param theirs a provider's own words, where the request itself is at fault
/// @param retryAfterSeconds rounded up; empty where no wait helps
/// @param isFinal true where the same call again would fail the same way
record Refusal(int status, ApiError error, Optional<Buffer> theirs, OptionalLong retryAfterSeconds, boolean isFinal) {
    /// With which the error of a stream that broke is told, in wire formats whose errors depend on it.
    static final int BROKEN_STATUS = 502;

    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int LAST_CLIENT_ERROR = 499;
    private static final List<Integer> ABOUT_OUR_CREDENTIALS = List.of(401, 403, 407);

    /// What stands for a reason in the table: an error's status, type and code.
    private record Row(int status, String type, String code) {}

    /// @param call the call's id
    static Refusal of(CallFailedException failure, String call, Dispatcher dispatcher) {
        Optional<ProviderAnswer> theirs =
                failure.providerAnswer().filter(answer -> failure.reason() == Reason.REJECTED && canPass(answer));
        Row row = row(failure);
        Optional<Long> retryAfter = failure.retryAfter().map(span -> Math.ceilDiv(span.toMillis(), 1000L));
        ApiError error = ApiError.of(String.valueOf(failure.getMessage()), row.type(), row.code())
                .with(facts(failure, call, retryAfter, dispatcher));
        return new Refusal(
                theirs.map(ProviderAnswer::status).orElse(row.status()),
                error,
                theirs.map(answer -> Buffer.buffer(answer.body())),
                retryAfter.map(OptionalLong::of).orElse(OptionalLong.empty()),
                isFinal(failure.reason()));
    }

    /// The error of a stream that broke after its first content.
    ///
    /// @param call the call's id
    static ApiError broken(StreamBreak cause, String call) {
        String message = "The stream of " + cause.target().name() + " broke: " + cause.detail();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("reason", cause.outcome().id());
        facts.put("retryable", !(cause.outcome() instanceof Outcome.Rejected));
        facts.put("call", call);
        return ApiError.of(message, "server_error", "stream_broken").with(facts);
    }

    /// The body of an answer: an error in the client's wire format, or the provider's own.
    Buffer body(ClientFormat format) {
        return theirs.orElseGet(() -> Buffer.buffer(format.error(status, error)));
    }

    /// The last event of a stream whose status line was sent before anybody knew.
    ApiError inStream() {
        return error.with(Map.of("status", status));
    }

    private static Row row(CallFailedException failure) {
        return switch (failure.reason()) {
            case RATE_LIMITED -> new Row(429, "rate_limit_error", "rate_limit_exceeded");
            case UNAVAILABLE -> new Row(isGarbageOnly(failure) ? 502 : 503, "server_error", "upstream_unavailable");
            // Never 401: the caller's own key is not at fault. The reason tells keys from money.
            case UNAUTHORIZED, OUT_OF_FUNDS -> new Row(502, "server_error", "upstream_credentials_exhausted");
            case TOO_LARGE -> new Row(413, "invalid_request_error", "context_length_exceeded");
            case UNFIT -> new Row(400, "invalid_request_error", "no_capable_model");
            case UNKNOWN_MODEL -> new Row(404, "invalid_request_error", "model_not_found");
            case MODEL_UNAVAILABLE -> new Row(404, "invalid_request_error", "model_not_found");
            case REJECTED -> new Row(400, "invalid_request_error", "rejected_by_provider");
            // Nobody reads it.
            case CANCELLED -> new Row(499, "server_error", "cancelled");
        };
    }

    /// True where every attempt met no provider, or one that talked nonsense.
    private static boolean isGarbageOnly(CallFailedException failure) {
        return !failure.attempts().isEmpty()
                && failure.attempts().stream()
                        .map(Attempt::outcome)
                        .allMatch(outcome ->
                                outcome instanceof Outcome.Unreachable || outcome instanceof Outcome.Faulted);
    }

    private static boolean isFinal(Reason reason) {
        return switch (reason) {
            case RATE_LIMITED, UNAVAILABLE -> false;
            case UNAUTHORIZED, OUT_OF_FUNDS, TOO_LARGE, UNFIT -> true;
            case UNKNOWN_MODEL, MODEL_UNAVAILABLE, REJECTED, CANCELLED -> true;
        };
    }

    /// True for a provider's refusal that says nothing about our credentials and is JSON.
    private static boolean canPass(ProviderAnswer answer) {
        String type = answer.contentType().toLowerCase(Locale.ROOT);
        return answer.status() >= FIRST_CLIENT_ERROR
                && answer.status() <= LAST_CLIENT_ERROR
                && !ABOUT_OUR_CREDENTIALS.contains(answer.status())
                && type.contains("json")
                && answer.body().length > 0
                && new String(answer.body(), StandardCharsets.UTF_8)
                        .stripLeading()
                        .startsWith("{");
    }

    private static Map<String, Object> facts(
            CallFailedException failure, String call, Optional<Long> retryAfter, Dispatcher dispatcher) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("reason", failure.reason().id());
        facts.put("bound", failure.bound().id());
        facts.put("attempts", Trail.inWords(failure.attempts()));
        TargetFacts targets = new TargetFacts(dispatcher);
        facts.put("skipped", failure.skipped().stream().map(targets::skip).toList());
        facts.put("retryable", !isFinal(failure.reason()));
        retryAfter.ifPresent(seconds -> facts.put("retry_after_seconds", seconds));
        facts.put("call", call);
        facts.put("providers", new RateLimits(dispatcher).status().availableModels());
        return facts;
    }
}

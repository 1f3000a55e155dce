package dev.sidestep.gateway;

import dev.sidestep.call.Origin;
import dev.sidestep.config.Quantities;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.exchange.Terms;
import dev.sidestep.wire.format.ApiError;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Reads the terms of a call from our own headers, none of which reaches a provider. Knobs change
/// only to less.
final class TermsReader {
    private static final String DEADLINE = "x-sidestep-deadline";
    private static final String MAX_ATTEMPTS = "x-sidestep-max-attempts";
    private static final String PRIORITY = "x-sidestep-priority";
    private static final String CONVERSATION = "x-sidestep-conversation";
    private static final int MOST_CONVERSATION_CHARS = 256;

    /// Twice of what the standard asks everybody to pass on.
    private static final int MOST_TRACE_CHARS = 1_024;

    private final Request request;

    private TermsReader(Request request) {
        this.request = request;
    }

    /// The request's terms; empty where one of its headers cannot be read, which is answered.
    static Optional<Terms> read(Request request) {
        return read(request, Optional.empty());
    }

    /// The same.
    ///
    /// @param usual the priority where no header tells one
    static Optional<Terms> read(Request request, Optional<Priority> usual) {
        try {
            return Optional.of(new TermsReader(request).terms(usual));
        } catch (InvalidHeaderException invalid) {
            request.refuse(400, ApiError.of(invalid.text, "invalid_request_error", "invalid_header"));
            return Optional.empty();
        }
    }

    private Terms terms(Optional<Priority> usual) {
        Optional<Priority> ofKey =
                Optional.ofNullable(request.inForce().priorities().get(request.caller()));
        Priority priority = priority().or(() -> usual).or(() -> ofKey).orElse(null);
        return new Terms(knobs(), priority, request.caller(), conversation(), origin());
    }

    private Origin origin() {
        String id = request.clientRequest();
        if (!request.service().traces().isOn()) {
            return id.isEmpty() ? Origin.UNKNOWN : new Origin(id, "", "");
        }
        List<String> parents = request.http().headers().getAll("traceparent");
        // More than one names none, says the standard.
        String parent = parents.size() == 1 ? bounded(parents.getFirst()) : "";
        String state = bounded(String.join(",", request.http().headers().getAll("tracestate")));
        return new Origin(id, parent, parent.isEmpty() ? "" : state);
    }

    private static String bounded(String text) {
        return text.length() <= MOST_TRACE_CHARS ? text : "";
    }

    private UnaryOperator<FailoverPolicy> knobs() {
        Optional<Duration> deadline = header(DEADLINE).map(TermsReader::duration);
        OptionalInt attempts = header(MAX_ATTEMPTS).map(TermsReader::attempts).orElse(OptionalInt.empty());
        return deadline.isEmpty() && attempts.isEmpty()
                ? UnaryOperator.identity()
                : policy -> bounded(policy, deadline.orElse(policy.deadline()), attempts);
    }

    private static FailoverPolicy bounded(FailoverPolicy policy, Duration deadline, OptionalInt most) {
        return policy.toBuilder()
                .deadline(deadline.compareTo(policy.deadline()) < 0 ? deadline : policy.deadline())
                .maxAttempts(Math.min(most.orElse(policy.maxAttempts()), policy.maxAttempts()))
                .build();
    }

    private static Duration duration(String text) {
        return Quantities.duration(text)
                .filter(Duration::isPositive)
                .orElseThrow(() -> new InvalidHeaderException(DEADLINE, "a duration such as 30s"));
    }

    private static OptionalInt attempts(String text) {
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1) {
            throw new InvalidHeaderException(MAX_ATTEMPTS, "a whole number from 1");
        }
        return OptionalInt.of(number);
    }

    private Optional<Priority> priority() {
        return header(PRIORITY)
                .map(text -> Arrays.stream(Priority.values())
                        .filter(each -> each.id().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new InvalidHeaderException(PRIORITY, priorities())));
    }

    private static String priorities() {
        return Arrays.stream(Priority.values()).map(Priority::id).collect(Collectors.joining(" or "));
    }

    private String conversation() {
        String conversation = header(CONVERSATION).orElse("");
        if (conversation.length() > MOST_CONVERSATION_CHARS) {
            throw new InvalidHeaderException(CONVERSATION, "at most " + MOST_CONVERSATION_CHARS + " characters long");
        }
        // Another caller's conversation of the same name is another one.
        return conversation.isEmpty() ? "" : request.caller() + "/" + conversation;
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(request.http().getHeader(name)).map(String::strip);
    }

    private static final class InvalidHeaderException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String text;

        InvalidHeaderException(String name, String expected) {
            this.text = "The header " + name + " must be " + expected;
        }
    }
}

package dev.sidestep.gateway.admin;

import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.TokenState;
import dev.sidestep.store.ledger.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// A call's attempts in short, for a list of calls: when each began within the call and what it came to, and what
/// all of them took and cost.
final class TrailDocument {
    private TrailDocument() {}

    /// What stands in the call's document beside the rest: `trail`, `tokens` and `cost`.
    static Map<String, Object> of(CallRow call, List<AttemptRow> attempts) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "trail",
                attempts.stream().map(attempt -> attempt(call, attempt)).toList());
        document.put("tokens", tokens(attempts));
        document.put("cost", CallDocument.cost(attempts));
        return document;
    }

    private static Map<String, Object> attempt(CallRow call, AttemptRow attempt) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("number", attempt.number());
        document.put("target", CallsDocument.names(attempt.place()).get("target"));
        document.put("provider", attempt.place().provider());
        document.put("move", attempt.move());
        document.put("outcome", attempt.outcome());
        document.put("start_ms", startMillis(call, attempt));
        document.putAll(CallsDocument.spans(attempt.timing()));
        document.put("skipped", attempt.skipped().size());
        return document;
    }

    /// Not before the call, even where the clock was set back.
    private static long startMillis(CallRow call, AttemptRow attempt) {
        return Math.max(0, attempt.timing().startedAt() - call.timing().startedAt());
    }

    private static Map<String, Object> tokens(List<AttemptRow> attempts) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("input", sum(attempts, Tokens::input));
        document.put("output", sum(attempts, Tokens::output));
        document.put("estimated", count(attempts, TokenState.ESTIMATED));
        document.put("unknown", count(attempts, TokenState.UNKNOWN));
        return document;
    }

    private static long sum(List<AttemptRow> attempts, ToLongFunction<Tokens> part) {
        return attempts.stream()
                .filter(attempt -> attempt.tokenState().isKnown())
                .mapToLong(attempt -> part.applyAsLong(attempt.tokens()))
                .sum();
    }

    private static long count(List<AttemptRow> attempts, TokenState state) {
        return attempts.stream()
                .filter(attempt -> attempt.tokenState() == state)
                .count();
    }
}

package dev.sidestep.gateway.admin;

import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallDetail;
import dev.sidestep.store.ledger.Content;
import dev.sidestep.store.ledger.Cost;
import dev.sidestep.store.ledger.TokenState;
import dev.sidestep.store.ledger.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One call of the ledger with its attempts, and what stood in its way.
public final class CallDocument {
    private static final long MILLIS_PER_SECOND = 1_000;

    private CallDocument() {}

    /// The call as maps and lists.
    public static Map<String, Object> of(CallDetail detail) {
        Map<String, Object> document = CallsDocument.call(detail.call());
        document.put("cost", cost(detail.attempts()));
        document.put("skipped", CallsDocument.skipped(detail.call().skipped()));
        document.put(
                "attempts",
                detail.attempts().stream().map(CallDocument::attempt).toList());
        detail.content().ifPresent(content -> document.put("content", content(content)));
        return document;
    }

    private static Map<String, Object> content(Content content) {
        return Map.of("request", content.request(), "answer", content.answer());
    }

    private static Map<String, Object> attempt(AttemptRow attempt) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("number", attempt.number());
        document.putAll(CallsDocument.names(attempt.place()));
        document.put("move", attempt.move());
        document.put("outcome", attempt.outcome());
        document.put("detail", attempt.detail());
        document.put("sent", attempt.sent());
        document.put("at", CallsDocument.at(attempt.timing()));
        document.putAll(CallsDocument.spans(attempt.timing()));
        document.put("cooldown_seconds", Math.ceilDiv(attempt.cooledMillis(), MILLIS_PER_SECOND));
        document.put("tokens", tokens(attempt.tokenState(), attempt.tokens()));
        document.put("cost", cost(attempt));
        document.put("skipped", CallsDocument.skipped(attempt.skipped()));
        return document;
    }

    private static Map<String, Object> tokens(TokenState state, Tokens tokens) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("state", state.id());
        document.put("input", tokens.input());
        document.put("output", tokens.output());
        document.put("cached", tokens.cached());
        document.put("cache_written", tokens.cacheWritten());
        document.put("reasoning", tokens.reasoning());
        return document;
    }

    private static Map<String, Object> cost(AttemptRow attempt) {
        Map<String, Object> document = new LinkedHashMap<>();
        Cost.UnitPrice price = attempt.cost().knownPrice();
        if (price == null) {
            document.put("usd", Optional.empty());
            document.put("state", "unpriced");
            return document;
        }
        document.put("usd", Dollars.of(attempt.cost().nanoUsd()));
        document.put("state", attempt.tokenState().id());
        document.put("input_usd_per_million", Dollars.perMillion(price.inputNanoUsd()));
        document.put("output_usd_per_million", Dollars.perMillion(price.outputNanoUsd()));
        return document;
    }

    /// What all attempts cost together, told apart by how well that is known.
    static Map<String, Object> cost(List<AttemptRow> attempts) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("usd", Dollars.of(sum(attempts, true)));
        document.put("unknown_usd", Dollars.of(sum(attempts, false)));
        document.put(
                "unpriced",
                attempts.stream()
                        .filter(attempt -> attempt.cost().isUnknownOf(attempt.tokens()))
                        .count());
        return document;
    }

    private static long sum(List<AttemptRow> attempts, boolean isKnown) {
        return attempts.stream()
                .filter(attempt -> isKnown == attempt.tokenState().isKnown())
                .mapToLong(attempt -> attempt.cost().nanoUsd())
                .sum();
    }
}

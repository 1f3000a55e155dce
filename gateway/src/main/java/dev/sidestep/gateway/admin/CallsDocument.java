package dev.sidestep.gateway.admin;

import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallQuery;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.Place;
import dev.sidestep.store.ledger.Skipped;
import dev.sidestep.store.ledger.Timing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Calls of the ledger, the newest first.
public final class CallsDocument {
    private CallsDocument() {}

    /// The calls, and the id before which the next older ones are.
    public static Map<String, Object> of(CallQuery query, List<CallRow> calls) {
        return page(query, calls, CallsDocument::call);
    }

    /// The same, each call with its trail, and with what it took and cost.
    ///
    /// @param attempts those of each call, by its id
    public static Map<String, Object> of(CallQuery query, List<CallRow> calls, Map<String, List<AttemptRow>> attempts) {
        return page(query, calls, call -> {
            Map<String, Object> document = call(call);
            document.putAll(TrailDocument.of(call, attempts.getOrDefault(call.id(), List.of())));
            return document;
        });
    }

    private static Map<String, Object> page(
            CallQuery query, List<CallRow> calls, Function<CallRow, Map<String, Object>> inWords) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("calls", calls.stream().map(inWords).toList());
        boolean isAll = calls.size() < query.most();
        document.put("next", isAll ? Optional.empty() : calls.getLast().id());
        return document;
    }

    static Map<String, Object> call(CallRow call) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", call.id());
        document.put("at", at(call.timing()));
        document.put("client", call.client());
        document.put("kind", call.kind());
        document.put("wire", call.wire());
        document.put("wanted", call.wanted());
        document.put("streaming", call.streaming());
        document.put("outcome", call.outcome());
        document.put("detail", call.detail());
        document.putAll(names(call.place()));
        document.put("attempts", call.attempts());
        document.put("sidestepped", call.sidestepped());
        document.putAll(spans(call.timing()));
        return document;
    }

    static String at(Timing timing) {
        return Instant.ofEpochMilli(timing.startedAt()).toString();
    }

    static Map<String, Object> names(Place place) {
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("target", place.equals(Place.NOWHERE) ? "" : place.account() + "/" + place.model());
        names.put("provider", place.provider());
        names.put("account", place.account());
        names.put("model", place.model());
        return names;
    }

    static Map<String, Object> spans(Timing timing) {
        Map<String, Object> spans = new LinkedHashMap<>();
        spans.put("waited_ms", timing.waited());
        spans.put("duration_ms", timing.duration());
        spans.put("first_content_ms", timing.firstContent() == Timing.NEVER ? Optional.empty() : timing.firstContent());
        return spans;
    }

    static List<Map<String, String>> skipped(List<Skipped> skipped) {
        return skipped.stream()
                .map(each -> {
                    Map<String, String> document = new LinkedHashMap<>();
                    document.put("target", each.target());
                    document.put("why", each.why());
                    document.put("detail", each.detail());
                    return document;
                })
                .toList();
    }
}

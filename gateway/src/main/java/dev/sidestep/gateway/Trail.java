package dev.sidestep.gateway;

import dev.sidestep.core.Nanos;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.exchange.AnswerHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a response's headers and errors tell about a call's attempts.
final class Trail {
    /// Proxies and clients commonly take 8 KiB per header, or for all of them.
    private static final int MOST_BYTES = 8 * 1024;

    private static final String CUT = ", ...";

    private Trail() {}

    /// The header that names a call; the first that is known of it.
    static Map<String, String> headers(String call) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-sidestep-call", call);
        return headers;
    }

    /// The headers that tell a call's attempts.
    static Map<String, String> headers(String call, List<Attempt> attempts) {
        Map<String, String> headers = headers(call);
        headers.put("x-sidestep-attempts", Integer.toString(attempts.size()));
        String trail = failed(attempts);
        if (!trail.isEmpty()) {
            headers.put("x-sidestep-trail", trail);
        }
        return headers;
    }

    /// The headers that tell an answered call's way.
    static Map<String, String> headers(AnswerHead head) {
        Map<String, String> headers = headers(head.call(), head.attempts());
        headers.put("x-sidestep-target", headerText(head.target().name()));
        if (!head.losses().isEmpty()) {
            headers.put("x-sidestep-dropped", headerText(String.join(", ", head.losses())));
        }
        return headers;
    }

    /// The same as comments of an event stream, for one whose headers have been sent.
    static String comments(Map<String, String> headers) {
        StringBuilder comments = new StringBuilder();
        headers.forEach((name, value) ->
                comments.append(": ").append(name).append(": ").append(value).append('\n'));
        return comments.append('\n').toString();
    }

    private static String failed(List<Attempt> attempts) {
        StringBuilder trail = new StringBuilder();
        for (Attempt attempt : attempts) {
            if (attempt.outcome() instanceof Outcome.Succeeded) {
                continue;
            }
            String entry = (trail.isEmpty() ? "" : ", ") + headerText(attempt.trail());
            if (trail.length() + entry.length() + CUT.length() > MOST_BYTES) {
                return trail.append(CUT).toString();
            }
            trail.append(entry);
        }
        return trail.toString();
    }

    /// A text with what cannot stand in a header replaced.
    static String headerText(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.chars().forEach(c -> safe.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return safe.length() > MOST_BYTES ? safe.substring(0, MOST_BYTES - CUT.length()) + CUT : safe.toString();
    }

    /// The attempts as the error object tells them.
    static List<Map<String, Object>> inWords(List<Attempt> attempts) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Attempt attempt : attempts) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("target", attempt.target().name());
            one.put("outcome", attempt.outcome().id());
            one.put("detail", attempt.detail());
            one.put(
                    "ms",
                    Duration.ofNanos(attempt.endedNanos() - attempt.startedNanos())
                            .toMillis());
            one.put("cooldown_seconds", Nanos.toSecondsRoundedUp(attempt.cooledNanos()));
            all.add(one);
        }
        return all;
    }
}

package dev.sidestep.simulator;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Takes credentials out of headers. Pure.
final class Redaction {
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "proxy-authorization");

    private Redaction() {}

    /// Headers with the name of the account where a credential stood.
    static Map<String, String> of(Map<String, String> headers, String account) {
        var redacted = new TreeMap<>(headers);
        redacted.replaceAll((name, value) ->
                CREDENTIALS.contains(name) ? (account.isEmpty() ? "***" : "account " + account) : value);
        return redacted;
    }
}

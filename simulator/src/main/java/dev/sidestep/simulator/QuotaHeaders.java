package dev.sidestep.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The `x-ratelimit-*` headers that Groq and OpenAI put on every answer. Pure.
final class QuotaHeaders {
    private QuotaHeaders() {}

    static Map<String, String> of(Dialect dialect, List<Quota> quotas) {
        var headers = new LinkedHashMap<String, String>();
        for (var quota : quotas) {
            if (quota.dimension() == dialect.requestsHeader()) {
                put(headers, "requests", quota);
            } else if (quota.dimension() == Dimension.TOKENS_PER_MINUTE) {
                put(headers, "tokens", quota);
            }
        }
        return headers;
    }

    private static void put(Map<String, String> headers, String unit, Quota quota) {
        headers.put("x-ratelimit-limit-" + unit, String.valueOf(quota.limit()));
        headers.put("x-ratelimit-remaining-" + unit, String.valueOf(quota.remaining()));
        headers.put("x-ratelimit-reset-" + unit, GoDuration.format(quota.untilFullNanos()));
    }
}

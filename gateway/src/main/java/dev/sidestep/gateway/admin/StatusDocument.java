package dev.sidestep.gateway.admin;

import dev.sidestep.call.RateLimitStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is cooling and what is available, in the shape that dashboards read.
public final class StatusDocument {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    private StatusDocument() {}

    /// The status as maps and lists.
    public static Map<String, Object> of(RateLimitStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("total_cached", status.totalCached());
        document.put("by_provider", status.byProvider());
        document.put("available_models", status.availableModels());
        document.put(
                "entries", status.entries().stream().map(StatusDocument::entry).toList());
        return document;
    }

    private static Map<String, Object> entry(RateLimitStatus.Entry entry) {
        Instant until = entry.cooldownUntil().truncatedTo(ChronoUnit.SECONDS);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("key", entry.key());
        document.put("cooldown_until", LOCAL.format(until.atZone(ZoneId.systemDefault())));
        document.put("cooldown_until_utc", until.toString());
        document.put("remaining_seconds", entry.remainingSeconds());
        document.put("provider", entry.provider());
        document.put("account", entry.account());
        document.put("model", entry.model());
        document.put("scope", entry.scope());
        document.put("window", entry.window());
        document.put("kind", entry.kind());
        document.put("level", entry.level());
        document.put("reason", entry.reason());
        return document;
    }
}

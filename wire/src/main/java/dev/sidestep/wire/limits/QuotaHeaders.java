package dev.sidestep.wire.limits;

import static dev.sidestep.core.Window.DAY;
import static dev.sidestep.core.Window.HOUR;
import static dev.sidestep.core.Window.MINUTE;
import static dev.sidestep.core.Window.MONTH;
import static dev.sidestep.core.Window.SECOND;
import static dev.sidestep.core.quota.Unit.INPUT_TOKENS;
import static dev.sidestep.core.quota.Unit.OUTPUT_TOKENS;
import static dev.sidestep.core.quota.Unit.REQUESTS;
import static dev.sidestep.core.quota.Unit.TOKENS;

import dev.sidestep.core.Window;
import dev.sidestep.core.quota.Unit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Which header tells what of a limit, for each provider type. The same name means different
/// things: `requests` is per day at Groq and per minute at OpenAI.
final class QuotaHeaders {
    // A table is read by its columns.
    // spotless:off

    private static final Map<String, List<QuotaHeader>> BY_TYPE = Map.ofEntries(
        Map.entry("groq", List.of(
            row(REQUESTS,      DAY,    "x-ratelimit-*-requests"),
            row(TOKENS,        MINUTE, "x-ratelimit-*-tokens"))),
        Map.entry("openai", List.of(
            row(REQUESTS,      MINUTE, "x-ratelimit-*-requests").over(WindowRule.documented(MINUTE, DAY)),
            row(TOKENS,        MINUTE, "x-ratelimit-*-tokens"),
            row(TOKENS,        MINUTE, "x-ratelimit-*-tokens_usage_based"))),
        // No reset; judged by the second or by ten, so that bursts fail below the limit.
        Map.entry("azure", List.of(
            row(REQUESTS,      MINUTE, "x-ratelimit-*-requests"),
            row(TOKENS,        MINUTE, "x-ratelimit-*-tokens"))),
        Map.entry("anthropic", List.of(
            row(REQUESTS,      MINUTE, "anthropic-ratelimit-requests-*"),
            row(TOKENS,        MINUTE, "anthropic-ratelimit-tokens-*"),
            row(INPUT_TOKENS,  MINUTE, "anthropic-ratelimit-input-tokens-*"),
            row(OUTPUT_TOKENS, MINUTE, "anthropic-ratelimit-output-tokens-*"))),
        // Two generations. The older names count "size", which is tokens.
        Map.entry("mistral", List.of(
            row(REQUESTS,      MINUTE, "x-ratelimit-*-req-minute"),
            row(TOKENS,        MINUTE, "x-ratelimit-*-tokens-minute"),
            row(TOKENS,        MINUTE, "x-ratelimitbysize-*-minute").resetIn("ratelimitbysize-reset"),
            row(TOKENS,        MONTH,  "x-ratelimitbysize-*-month"))),
        Map.entry("fireworks", List.of(
            row(REQUESTS,      MINUTE, "x-ratelimit-*-requests"),
            row(INPUT_TOKENS,  MINUTE, "x-ratelimit-*-tokens-prompt"),
            row(OUTPUT_TOKENS, MINUTE, "x-ratelimit-*-tokens-generated"))),
        Map.entry("cerebras", List.of(
            row(REQUESTS,      MINUTE, "x-ratelimit-*-requests-minute"),
            row(REQUESTS,      DAY,    "x-ratelimit-*-requests-day"),
            row(TOKENS,        MINUTE, "x-ratelimit-*-tokens-minute"),
            row(TOKENS,        HOUR,   "x-ratelimit-*-tokens-hour"),
            row(TOKENS,        DAY,    "x-ratelimit-*-tokens-day"))),
        Map.entry("sambanova", List.of(
            row(REQUESTS,      MINUTE, "x-ratelimit-*-requests"),
            row(REQUESTS,      DAY,    "x-ratelimit-*-requests-day"))),
        Map.entry("together", List.of(
            row(REQUESTS,      SECOND, "x-ratelimit-*"),
            row(TOKENS,        SECOND, "x-tokenlimit-*"))),
        Map.entry("openrouter", List.of(
            row(REQUESTS,      DAY,    "x-ratelimit-*").over(WindowRule.untilMidnight()))));

    /// What explains itself, by its name or by its numbers, whoever sends it.
    private static final List<QuotaHeader> ANY_TYPE = Stream.of(
            row(REQUESTS,      MINUTE, "x-ratelimit-*-requests").over(WindowRule.fitted()),
            row(TOKENS,        MINUTE, "x-ratelimit-*-tokens").over(WindowRule.fitted()),
            row(REQUESTS,      MINUTE, "x-ratelimit-*-requests-minute"),
            row(REQUESTS,      DAY,    "x-ratelimit-*-requests-day"),
            row(TOKENS,        MINUTE, "x-ratelimit-*-tokens-minute"),
            row(TOKENS,        DAY,    "x-ratelimit-*-tokens-day"),
            row(REQUESTS,      MINUTE, "x-ratelimit-*").over(WindowRule.fitted()),
            row(REQUESTS,      MINUTE, "ratelimit-*").over(WindowRule.fitted()))
        .map(QuotaHeader::withLimit)
        .toList();

    // spotless:on

    private QuotaHeaders() {}

    /// The rows of a provider type. A type has members: `azure` is also `azure-eu`.
    static List<QuotaHeader> of(String providerType) {
        List<QuotaHeader> rows = BY_TYPE.get(providerType);
        return rows != null ? rows : ofFamily(providerType.toLowerCase(Locale.ROOT));
    }

    private static List<QuotaHeader> ofFamily(String type) {
        int dash = type.indexOf('-');
        return BY_TYPE.getOrDefault(dash < 0 ? type : type.substring(0, dash), ANY_TYPE);
    }

    private static QuotaHeader row(Unit unit, Window window, String name) {
        return QuotaHeader.of(unit, WindowRule.documented(window), name);
    }
}

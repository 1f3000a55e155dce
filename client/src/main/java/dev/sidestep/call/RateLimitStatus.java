package dev.sidestep.call;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What is cooling and what is available, at one moment. The counts agree with the entries.
///
/// @param totalCached how many cooldowns run
/// @param byProvider how many of them, by provider type
/// @param availableModels how many models can be asked for now, by provider type: a model counts
///     when any account can serve it
/// @param entries the cooldowns, the soonest end first
public record RateLimitStatus(
        int totalCached, Map<String, Integer> byProvider, Map<String, Integer> availableModels, List<Entry> entries) {

    /// One cooldown.
    ///
    /// @param key `groq_llama-3.3-70b-versatile`; with the account's name in front where a provider
    ///     has several accounts
    /// @param cooldownUntil its end
    /// @param remainingSeconds rounded up
    /// @param provider the provider's type
    /// @param account the account whose attempt caused it
    /// @param model the model that was asked for
    /// @param scope how far it reaches: `model`, `quota-group`, `account`, …
    /// @param window of the limit: `minute`, `day`, …
    /// @param kind `rate-limit`, `model-unavailable`, …
    /// @param level how often in a row it turned out to have been too short
    /// @param reason the provider's words, shortened
    public record Entry(
            String key,
            Instant cooldownUntil,
            long remainingSeconds,
            String provider,
            String account,
            String model,
            String scope,
            String window,
            String kind,
            int level,
            String reason) {}
}

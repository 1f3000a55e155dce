package dev.sidestep.simulator;

/// What a request wants from a provider's quota.
///
/// @param account the account's name
/// @param promptTokens estimate of the prompt
/// @param maxTokens the most that the answer may take; 0 when the request does not say
public record Ask(String provider, String account, String model, long promptTokens, long maxTokens) {
    public Ask {
        if (promptTokens < 0 || maxTokens < 0) {
            throw new IllegalArgumentException("tokens must not be negative: " + promptTokens + ", " + maxTokens);
        }
    }
}

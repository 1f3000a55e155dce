package dev.sidestep.config;

import dev.sidestep.core.quota.QuotaLimit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An account's limits, as configured; what the provider tells besides is learned. Immutable.
///
/// @param ofEachModel of each model apart, counted for the whole quota group
/// @param ofModels of single models, by id, in place of those of each model
/// @param ofKey of all models together, through this account alone
/// @param shared of all models together, through every account of the quota group
public record AccountQuotas(
        List<QuotaLimit> ofEachModel,
        Map<String, List<QuotaLimit>> ofModels,
        List<QuotaLimit> ofKey,
        List<QuotaLimit> shared) {

    /// Nothing configured.
    public static final AccountQuotas NONE = new AccountQuotas(List.of(), Map.of(), List.of(), List.of());

    /// The same limits of each model apart, and no others.
    public static AccountQuotas ofEachModel(List<QuotaLimit> limits) {
        return new AccountQuotas(limits, Map.of(), List.of(), List.of());
    }

    /// Limits of each model apart, by their words in the configuration: `rpm`, `tpd`, ….
    ///
    /// @throws IllegalArgumentException where a word is none of them, or a limit is less than 1
    public static AccountQuotas named(Map<String, Long> limits) {
        return ofEachModel(limits.entrySet().stream()
                .map(limit -> QuotaReader.named(limit.getKey(), limit.getValue()))
                .toList());
    }

    /// The limits of each model by their words in the configuration.
    public Map<String, Long> names() {
        return QuotaReader.names(ofEachModel);
    }

    public AccountQuotas {
        ofEachModel = List.copyOf(ofEachModel);
        Map<String, List<QuotaLimit>> copy = new LinkedHashMap<>();
        ofModels.forEach((model, limits) -> copy.put(model, List.copyOf(limits)));
        if (copy.keySet().stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("limits of a model need its id");
        }
        ofModels = Collections.unmodifiableMap(copy);
        ofKey = List.copyOf(ofKey);
        shared = List.copyOf(shared);
    }

    /// Of one model.
    List<QuotaLimit> ofModel(String id) {
        return ofModels.getOrDefault(id, ofEachModel);
    }
}

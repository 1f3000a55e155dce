package dev.sidestep.config;

import dev.sidestep.core.Account;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Model;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.models.ListedModel;
import java.net.URI;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An account with all that is needed to ask it. Immutable.
///
/// @param account who it is and what it is known to offer, in the engine's words
/// @param baseUrl what paths such as `/chat/completions` are appended to, without a slash at its end; the only
///     place its key is sent to
/// @param givenKey the key, or null where the provider wants none
/// @param headers further headers of every request
/// @param wires the wire formats it speaks, the usual one first
/// @param followsList whether its models are the current catalogue's, which the provider's own list corrects; a list
///     that somebody wrote down, and the classic catalogue, are fixed
/// @param choice which of the models that it offers come first, and which are not asked
public record ConfiguredAccount(
        Account account,
        URI baseUrl,
        @Nullable Secret givenKey,
        Map<String, Secret> headers,
        List<WireFormat> wires,
        boolean followsList,
        ModelChoice choice) {

    public ConfiguredAccount {
        wires = List.copyOf(wires);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// Its key, where it has one.
    public Optional<Secret> key() {
        return Optional.ofNullable(givenKey);
    }

    /// The models that are asked through it, in the order in which they are tried, as far as the configuration knows.
    public List<Model> models() {
        return choice.of(account.models());
    }

    /// A model that the provider lists and no catalogue knows, as this account can ask for it.
    public Model unknown(ListedModel listed) {
        Model unknown = Capabilities.unknown(account.provider().type(), listed.id());
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        features.addAll(unknown.features());
        features.removeAll(Capabilities.withCompanions(listed.lacking()));
        features.removeAll(WireFeatures.unsayable(wires));
        return new Model(
                listed.id(),
                features,
                listed.contextWindowTokens(),
                listed.maxOutputTokens(),
                listed.knownPrice(),
                listed.lifecycle());
    }
}

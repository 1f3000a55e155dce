package dev.sidestep.gateway;

import dev.sidestep.config.Secret;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.gateway.auth.Admission;
import dev.sidestep.gateway.auth.ApiKeys;
import dev.sidestep.gateway.auth.Guesses;
import dev.sidestep.gateway.auth.Hosts;
import dev.sidestep.gateway.auth.Sessions;
import dev.sidestep.gateway.config.ClientKey;
import dev.sidestep.gateway.config.GatewayConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The configuration that counts at a moment. A request keeps the one it began with.
///
/// @param admission by its keys
/// @param priorities of the callers whose key has its own
/// @param names of the callers' keys
record InForce(GatewayConfig config, Admission admission, Map<String, Priority> priorities, Map<String, String> names) {
    /// Who makes the calls that are tried out on the dashboard. No key's hash is a word.
    static final String DASHBOARD = "dashboard";

    static InForce of(GatewayConfig config, Sessions sessions, Guesses guesses) {
        List<Secret> clients = config.apiKeys().stream().map(ClientKey::secret).toList();
        Map<String, Priority> priorities = new HashMap<>();
        Map<String, String> names = new HashMap<>(Map.of(DASHBOARD, DASHBOARD));
        for (ClientKey key : config.apiKeys()) {
            String caller = ApiKeys.callerOf(key.secret());
            key.priority().ifPresent(priority -> priorities.put(caller, priority));
            names.put(caller, key.name());
        }
        Admission.Keys keys = new Admission.Keys(new ApiKeys(clients), new ApiKeys(config.adminKeys()));
        Hosts hosts = new Hosts(config.listen().host(), config.allowedHosts());
        return new InForce(
                config, new Admission(keys, hosts, sessions, guesses), Map.copyOf(priorities), Map.copyOf(names));
    }

    /// The name of a caller's key; empty for nobody in particular.
    String nameOf(String caller) {
        return names.getOrDefault(caller, "");
    }
}

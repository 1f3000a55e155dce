package dev.sidestep.gateway.admin;

import dev.sidestep.gateway.config.Agent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// The configured agents. Their system prompts are nobody's business.
public final class AgentsDocument {
    private AgentsDocument() {}

    /// The agents as maps and lists.
    public static Map<String, Object> of(Collection<Agent> agents) {
        return Map.of("agents", agents.stream().map(AgentsDocument::agent).toList());
    }

    private static Map<String, Object> agent(Agent agent) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", agent.id());
        document.put("provider", agent.provider().isEmpty() ? "any" : agent.provider());
        document.put("model", agent.model().isEmpty() ? "auto" : agent.model());
        document.put("parameters", agent.parameters());
        agent.maxAttempts().ifPresent(most -> document.put("max_attempts", most));
        agent.priority().ifPresent(priority -> document.put("priority", priority.id()));
        return document;
    }
}

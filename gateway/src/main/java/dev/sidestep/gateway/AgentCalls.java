package dev.sidestep.gateway;

import dev.sidestep.call.CallKind;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Target;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.exchange.Call;
import dev.sidestep.exchange.Terms;
import dev.sidestep.gateway.config.Agent;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.openai.ChatBody;
import dev.sidestep.wire.openai.ChatBody.Message;
import dev.sidestep.wire.openai.OpenAiFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Calls of the configured agents.
final class AgentCalls {
    private AgentCalls() {}

    static void chat(Request request, byte[] body) {
        String id = request.variable(0);
        Agent agent = request.inForce().config().agents().get(id);
        if (agent == null) {
            request.refuse(
                    404,
                    ApiError.of(
                            "There is no agent '" + id + "'; GET /api/v1/agents lists those that are configured",
                            "invalid_request_error",
                            "agent_not_found"));
            return;
        }
        try {
            TermsReader.read(request, agent.priority()).ifPresent(terms -> make(request, agent, terms, body));
        } catch (IllegalArgumentException invalid) {
            String message = String.valueOf(invalid.getMessage());
            request.refuse(400, ApiError.of(message, "invalid_request_error", "invalid_body"));
        }
    }

    private static void make(Request request, Agent agent, Terms terms, byte[] body) {
        AgentRequest asked = AgentRequest.read(body);
        String conversation =
                asked.conversation().orElseGet(() -> UUID.randomUUID().toString());
        Conversations.Key key = new Conversations.Key(request.caller(), agent.id(), conversation);
        List<Message> messages = new ArrayList<>();
        if (!agent.system().isBlank()) {
            messages.add(new Message("system", agent.system()));
        }
        messages.addAll(request.service().conversations().messages(key));
        messages.add(new Message("user", asked.message()));
        byte[] chat = ChatBody.write(wanted(request, agent), messages, asked.stream(), agent.parameters());
        UnaryOperator<FailoverPolicy> all = policy -> terms.knobs()
                .apply(
                        agent.maxAttempts().isPresent()
                                ? policy.toBuilder()
                                        .maxAttempts(agent.maxAttempts().getAsInt())
                                        .build()
                                : policy);
        if (asked.stream()) {
            request.response().putHeader("x-sidestep-conversation", conversation);
        }
        Terms own = new Terms(all, terms.knownPriority(), terms.client(), agent.id() + "/" + conversation);
        AgentPassage passage = new AgentPassage(request.service().conversations(), key, asked.message());
        Call.Chat call = new Call.Chat(OpenAiFormat.INSTANCE.read(chat, Map.of()), own, CallKind.AGENT);
        Calls.make(request, call, "agent", RecordedPassage.of(request, body, passage));
    }

    /// Where only a provider is configured, its first model that chats.
    private static String wanted(Request request, Agent agent) {
        return agent.wanted()
                .orElseGet(() -> request.service().dispatcher().setup().targets().all().stream()
                        .filter(target -> isOf(agent.provider(), target))
                        .filter(target -> target.model().features().contains(Feature.CHAT))
                        .findFirst()
                        .map(Target::name)
                        .orElse(Targets.AUTO));
    }

    private static boolean isOf(String provider, Target target) {
        return target.account().name().equals(provider)
                || target.account().provider().name().equals(provider)
                || target.providerType().equals(provider);
    }
}

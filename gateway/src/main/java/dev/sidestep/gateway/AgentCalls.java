package dev.sidestep.gateway;

import dev.sidestep.call.CallKind;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Target;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.exchange.Call;
import dev.sidestep.exchange.Terms;
import dev.sidestep.gateway.config.Agent;
import dev.sidestep.store.Conversation;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.openai.ChatBody;
import dev.sidestep.wire.openai.OpenAiFormat;
import io.vertx.core.Future;
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
            AgentRequest asked = AgentRequest.read(body);
            TermsReader.read(request, agent.priority()).ifPresent(terms -> recall(request, agent, asked, terms, body));
        } catch (IllegalArgumentException invalid) {
            String message = String.valueOf(invalid.getMessage());
            request.refuse(400, ApiError.of(message, "invalid_request_error", "invalid_body"));
        }
    }

    /// Makes the call once it is known what was said before; nothing was in a new conversation.
    private static void recall(Request request, Agent agent, AgentRequest asked, Terms terms, byte[] body) {
        String id = asked.conversation().orElseGet(() -> UUID.randomUUID().toString());
        Conversation.Key key = new Conversation.Key(request.caller(), agent.id(), id);
        Future<List<Conversation.Message>> said = asked.conversation().isPresent()
                ? request.service().conversations().recall(request.vertx(), key)
                : Future.succeededFuture(List.of());
        said.map(before -> {
                    make(request, agent, new Turn(key, before, asked, body), terms);
                    return before;
                })
                .onFailure(request::failed);
    }

    /// One question of a conversation. Immutable.
    private record Turn(Conversation.Key key, List<Conversation.Message> before, AgentRequest asked, byte[] body) {
        List<ChatBody.Message> messages(String system) {
            List<ChatBody.Message> messages = new ArrayList<>();
            if (!system.isBlank()) {
                messages.add(new ChatBody.Message("system", system));
            }
            before.forEach(message -> messages.add(new ChatBody.Message(message.role(), message.text())));
            messages.add(new ChatBody.Message("user", asked.message()));
            return messages;
        }
    }

    private static void make(Request request, Agent agent, Turn turn, Terms terms) {
        boolean isStreaming = turn.asked().stream();
        byte[] chat =
                ChatBody.write(wanted(request, agent), turn.messages(agent.system()), isStreaming, agent.parameters());
        UnaryOperator<FailoverPolicy> all = policy -> terms.knobs()
                .apply(
                        agent.maxAttempts().isPresent()
                                ? policy.toBuilder()
                                        .maxAttempts(agent.maxAttempts().getAsInt())
                                        .build()
                                : policy);
        String id = turn.key().id();
        if (isStreaming) {
            request.response().putHeader("x-sidestep-conversation", id);
        }
        Terms own = new Terms(all, terms.knownPriority(), terms.client(), agent.id() + "/" + id, terms.origin());
        AgentPassage passage = new AgentPassage(
                request.service().conversations(), turn.key(), turn.asked().message());
        Call.Chat call = new Call.Chat(OpenAiFormat.INSTANCE.read(chat, Map.of()), own, CallKind.AGENT);
        Calls.make(request, call, RecordedPassage.of(request, turn.body(), passage));
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

package dev.sidestep;

import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.exchange.Terms;
import dev.sidestep.wire.openai.ChatBody;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A chat call in the making: either messages and parameters, or a whole JSON body of the caller's
/// own. Immutable; each method answers with a changed copy.
public final class ChatRequest {
    private final byte[] json;
    private final String model;
    private final List<ChatBody.Message> messages;
    private final Map<String, Object> parameters;
    private final Terms terms;

    private ChatRequest(
            byte[] json, String model, List<ChatBody.Message> messages, Map<String, Object> parameters, Terms terms) {
        this.json = json;
        this.model = model;
        this.messages = List.copyOf(messages);
        this.parameters = parameters;
        this.terms = terms;
    }

    /// A call for a model, `provider/model`, `account/model`, a route, or `auto`.
    public static ChatRequest of(String model) {
        return new ChatRequest(new byte[0], model, List.of(), Map.of(), Terms.USUAL);
    }

    /// A call with a body of the caller's own, in the OpenAI Chat Completions format. It is forwarded
    /// as it is, but for the model's name and what a target does not take.
    public static ChatRequest ofJson(byte[] body) {
        return new ChatRequest(body.clone(), "", List.of(), Map.of(), Terms.USUAL);
    }

    /// A call with a body of the caller's own, in the OpenAI Chat Completions format.
    public static ChatRequest ofJson(String body) {
        return ofJson(body.getBytes(StandardCharsets.UTF_8));
    }

    /// The same with a system message at the end.
    public ChatRequest system(String text) {
        return message("system", text);
    }

    /// The same with a user's message at the end.
    public ChatRequest user(String text) {
        return message("user", text);
    }

    /// The same with an assistant's message at the end.
    public ChatRequest assistant(String text) {
        return message("assistant", text);
    }

    private ChatRequest message(String role, String text) {
        requireOwnMessages();
        List<ChatBody.Message> more = new ArrayList<>(messages);
        more.add(new ChatBody.Message(role, text));
        return new ChatRequest(json, model, more, parameters, terms);
    }

    /// The same with a parameter of the Chat Completions format, such as `temperature`.
    ///
    /// @param value a text, number, boolean, or lists and maps of them
    public ChatRequest with(String name, Object value) {
        requireOwnMessages();
        Map<String, Object> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new ChatRequest(json, model, messages, more, terms);
    }

    /// The same with a deadline of its own.
    public ChatRequest deadline(Duration value) {
        return knobs(policy -> policy.toBuilder().deadline(value).build());
    }

    /// The same with an own number of attempts; 1 switches failover off.
    public ChatRequest maxAttempts(int value) {
        return knobs(policy -> policy.toBuilder().maxAttempts(value).build());
    }

    /// The same as a batch call: while others wait for the same reset, it lets them go first.
    public ChatRequest batch() {
        return terms(new Terms(terms.knobs(), Priority.BATCH, terms.client(), terms.conversation()));
    }

    /// The same for one of the application's own clients: when calls wait for the same reset, clients
    /// are treated alike.
    public ChatRequest client(String name) {
        return terms(new Terms(terms.knobs(), terms.knownPriority(), name, terms.conversation()));
    }

    /// The same as a part of a conversation, which stays with one target while that is well.
    ///
    /// @param id of the conversation, unique in the application
    public ChatRequest conversation(String id) {
        return terms(new Terms(terms.knobs(), terms.knownPriority(), terms.client(), id));
    }

    private ChatRequest terms(Terms other) {
        return new ChatRequest(json, model, messages, parameters, other);
    }

    private ChatRequest knobs(UnaryOperator<FailoverPolicy> more) {
        UnaryOperator<FailoverPolicy> known = terms.knobs();
        return terms(terms.with(policy -> more.apply(known.apply(policy))));
    }

    private void requireOwnMessages() {
        if (json.length > 0) {
            throw new IllegalStateException("a request with a body of the caller's own cannot be added to");
        }
    }

    Terms terms() {
        return terms;
    }

    /// The body, streaming or not.
    byte[] body(boolean stream) {
        return json.length > 0 ? json : ChatBody.write(model, messages, stream, parameters);
    }
}

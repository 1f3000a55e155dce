package dev.sidestep;

import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.wire.openai.ChatAnswer;
import java.util.List;

/// The answer to a chat call, and how it came about. Immutable.
public final class ChatCompletion {
    private final byte[] json;
    private final Target target;
    private final List<Attempt> attempts;
    private final List<String> losses;

    ChatCompletion(byte[] json, Target target, List<Attempt> attempts, List<String> losses) {
        this.json = json;
        this.target = target;
        this.attempts = List.copyOf(attempts);
        this.losses = List.copyOf(losses);
    }

    /// The text of the first choice; empty where it has none, as when it calls tools.
    public String text() {
        return ChatAnswer.chat(json) instanceof ChatAnswer.Answered answered ? answered.text() : "";
    }

    /// The answer's bytes, as the provider sent them.
    public byte[] json() {
        return json.clone();
    }

    /// Who answered: `account/model`.
    public String target() {
        return target.name();
    }

    /// The model that answered.
    public String model() {
        return target.model().id();
    }

    /// Every attempt in order, the successful one last.
    public List<Attempt> attempts() {
        return attempts;
    }

    /// What of the request the target does not take, such as `frequency_penalty`.
    public List<String> dropped() {
        return losses;
    }
}

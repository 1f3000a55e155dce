package dev.sidestep.exchange;

import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Attempt;
import java.util.List;
import java.util.stream.Collectors;

/// What is known of an answer before its bytes.
///
/// @param call the call's id
/// @param target who answered
/// @param attempts every attempt of the call, the successful one last
/// @param contentType as the provider declared it
/// @param losses what of the request the target could not be given
public record AnswerHead(String call, Target target, List<Attempt> attempts, String contentType, List<String> losses) {
    public AnswerHead {
        attempts = List.copyOf(attempts);
        losses = List.copyOf(losses);
    }

    /// The failed attempts in order: `groq-free/llama-3.3-70b-versatile=rate-limited(1366s), …`.
    public String trail() {
        return attempts.stream().map(Attempt::trail).collect(Collectors.joining(", "));
    }
}

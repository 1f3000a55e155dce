package dev.sidestep.exchange;

import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Attempt;
import java.util.List;

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
}

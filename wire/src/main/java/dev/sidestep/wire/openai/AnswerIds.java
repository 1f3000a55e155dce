package dev.sidestep.wire.openai;

import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Names the tool calls of one answer for the client. Not thread-safe; one per answer.
final class AnswerIds {
    private final Aim aim;
    private final Set<String> given = new HashSet<>();
    private int count;

    AnswerIds(Aim aim) {
        this.aim = aim;
    }

    /// How many were named.
    int count() {
        return count;
    }

    /// The next tool call's name: the provider's own, where every client takes it and no other tool call has it. What
    /// it
    /// stands for is kept where the client's format has no room for it.
    String next(String providerId, Optional<Opaque> opaque) {
        boolean isGood = ToolCallIds.isForEveryClient(providerId) && !given.contains(providerId);
        String id = isGood ? providerId : ToolCallIds.own(aim.call(), count);
        given.add(id);
        count++;
        if (!isGood || opaque.isPresent()) {
            aim.memory().keep(id, new Kept(providerId, opaque.orElse(null)));
        }
        return id;
    }
}

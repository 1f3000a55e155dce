package dev.sidestep.wire.format;

import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The ids by which a client knows the tool calls of one answer: the provider's own where every client and every other
/// provider takes them, else some of ours, named after the call that is answered. Not thread-safe; one per answer.
public final class AnswerIds {
    /// Clients of Anthropic's format are the strictest about characters, and OpenAI about the length.
    private static final Pattern PORTABLE = Pattern.compile("[A-Za-z0-9_-]{1,40}");

    private final Aim aim;
    private final Set<String> given = new HashSet<>();
    private int count;

    public AnswerIds(Aim aim) {
        this.aim = aim;
    }

    /// How many were given.
    public int count() {
        return count;
    }

    /// The next tool call's id. What a client cannot bring back is kept in memory: the provider's id where this is
    /// another one, and what the provider wants back with the call.
    ///
    /// @param providerId empty where it gave none
    public String next(String providerId, Optional<Opaque> opaque) {
        boolean isGood = PORTABLE.matcher(providerId).matches() && !given.contains(providerId);
        String id = isGood ? providerId : Digest.callId(aim.call() + "/" + count);
        given.add(id);
        count++;
        if (!isGood || opaque.isPresent()) {
            aim.memory().keep(id, new Kept(providerId, opaque.orElse(null)));
        }
        return id;
    }

    /// The next id of a tool call with which nothing must come back.
    public String next(String providerId) {
        return next(providerId, Optional.empty());
    }
}

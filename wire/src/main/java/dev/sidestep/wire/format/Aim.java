package dev.sidestep.wire.format;

import dev.sidestep.core.Model;
import java.util.Set;

/// The target of one attempt, as far as it decides what is sent. Immutable.
///
/// @param call the call's id; whatever an adapter must name itself is named after it
/// @param providerType whose endpoint it is, such as `groq`; an unknown one is taken to accept everything
/// @param model which model
/// @param target `account/model`: the issuer of what is opaque
/// @param repairs what an earlier attempt at this target has shown to be needed
/// @param memory what was handed to clients for opaque state of tool calls
public record Aim(
        String call, String providerType, Model model, String target, Set<Repair> repairs, ToolCallMemory memory) {
    public Aim {
        repairs = Set.copyOf(repairs);
    }
}

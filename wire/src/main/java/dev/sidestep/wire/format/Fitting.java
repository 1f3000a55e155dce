package dev.sidestep.wire.format;

import java.util.List;

/// A call in one target's words. Immutable, except that the array is shared.
///
/// @param body what to send; the client's own array where nothing had to change
/// @param losses what the target is not given as it came
public record Fitting(byte[] body, List<Loss> losses) {
    public Fitting {
        losses = List.copyOf(losses);
    }
}

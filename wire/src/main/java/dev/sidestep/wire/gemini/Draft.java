package dev.sidestep.wire.gemini;

import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.FieldNames;
import dev.sidestep.wire.format.Losses;

/// One call on its way to one target, and what it has lost so far. Not thread-safe.
///
/// @param family what the target's model takes
record Draft(CanonicalRequest request, Aim aim, Family family, Losses losses) {
    static Draft of(CanonicalRequest request, ClientCall call, Aim aim) {
        return new Draft(
                request,
                aim,
                Family.of(aim.model().id()),
                new Losses(WireFormat.GEMINI, FieldNames.of(request.origin(), call)));
    }

    /// True where the target has a feature; what needs another one is left out.
    boolean has(Feature feature) {
        return aim.model().features().contains(feature);
    }

    /// True where the call brings functions that the target is told of.
    boolean hasTools() {
        return has(Feature.TOOLS) && request.tools().stream().anyMatch(Tool.Function.class::isInstance);
    }
}

package dev.sidestep.core.cooldown;

/// How much stands in an attempt's way.
public enum Access {
    /// Everything that is cooling, but for the probe of a long cooldown that is due.
    USUAL,
    /// The same without such probes: the call has made one that failed.
    WITHOUT_PROBES,
    /// Nothing else is left, so that ill health alone holds nothing back.
    LAST_RESORT
}

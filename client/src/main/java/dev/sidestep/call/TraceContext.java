package dev.sidestep.call;

import java.util.Optional;

/// Knows the spans of attempts that are under way. Asked on event loops, so it must be quick.
@FunctionalInterface
public interface TraceContext {
    /// Tells providers nothing.
    TraceContext NONE = (_, _) -> Optional.empty();

    /// The attempt's span, as W3C's header `traceparent` writes it; empty where the provider is not to know one.
    ///
    /// @param call the call's id
    /// @param attempt the attempt's number, from 1
    Optional<String> traceparent(String call, int attempt);
}

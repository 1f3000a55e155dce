package dev.sidestep.call;

/// What a client says of the request that a call came with: it is told on, and decides nothing. Immutable.
///
/// @param request what the client calls its request; empty for nothing
/// @param traceparent the span that the call is part of, as W3C's trace context writes it and as it came; empty for
/// none
/// @param tracestate what the tracing systems on the way added to it, as it came; empty for nothing
public record Origin(String request, String traceparent, String tracestate) {
    /// Nothing is said.
    public static final Origin UNKNOWN = new Origin("", "", "");
}

package dev.sidestep.gateway.metrics;

/// What became of spans so far. Immutable.
///
/// @param exported that a collector took
/// @param failed that were sent, and that no collector took
/// @param dropped that were not sent, because too many waited
public record SpanCounts(long exported, long failed, long dropped) {
    /// Nothing has become of any.
    public static final SpanCounts NONE = new SpanCounts(0, 0, 0);

    /// Both together.
    public SpanCounts plus(SpanCounts more) {
        return new SpanCounts(exported + more.exported, failed + more.failed, dropped + more.dropped);
    }
}

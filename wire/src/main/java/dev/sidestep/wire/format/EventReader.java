package dev.sidestep.wire.format;

import dev.sidestep.wire.sse.SseEvent;

/// Reads the events of a stream that is passed on as it came.
public interface EventReader {
    /// What an event is.
    ///
    /// @param isCommitted true once content has been passed on: what then only brings more of it need not be read,
    ///     and [Glance#CONTENT] will do
    Glance glance(SseEvent event, boolean isCommitted);

    /// The name under which the provider keeps the answer, once it has told one; empty where it keeps none.
    default String handle() {
        return "";
    }
}

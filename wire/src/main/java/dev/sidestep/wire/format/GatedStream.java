package dev.sidestep.wire.format;

import dev.sidestep.core.quota.Usage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A stream of which nothing goes on before the first content, and how far it has come. Not thread-safe.
abstract sealed class GatedStream implements AnswerStream permits PassedStream, TranslatedStream {
    /// Events before the first content; providers send one or two.
    public static final int MAX_HELD_EVENTS = 64;

    /// Bytes before the first content, comments included. OpenAI's Responses repeat the operator's instructions and the
    /// tools in two events before it, and those of large agents have some 100 KB.
    public static final int MAX_HELD_BYTES = 2 << 20;

    Phase phase = Phase.HOLDING;
    boolean committed;

    @Nullable
    Usage usage;

    private @Nullable StreamFailure failure;

    /// Ends the stream; nothing that comes after it goes on.
    Phase fail(StreamFailure why) {
        failure = why;
        phase = Phase.FAILED;
        return phase;
    }

    /// Ends a stream that does not come to the point.
    void failUnlessWithin(long events, long bytes) {
        if (events > MAX_HELD_EVENTS || bytes > MAX_HELD_BYTES) {
            fail(new StreamFailure.Garbage(
                    "more than " + MAX_HELD_EVENTS + " events or " + MAX_HELD_BYTES + " bytes before any content"));
        }
    }

    @Override
    public final Phase phase() {
        return phase;
    }

    @Override
    public final boolean isCommitted() {
        return committed;
    }

    @Override
    public final Optional<StreamFailure> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public final Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }
}

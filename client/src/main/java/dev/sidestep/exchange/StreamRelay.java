package dev.sidestep.exchange;

import dev.sidestep.core.Outcome;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.format.AnswerStream;
import dev.sidestep.wire.format.StreamFailure;
import dev.sidestep.wire.limits.Reading;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// Passes one stream on, from its first content.
final class StreamRelay {
    /// An endless stream is no answer: the longest real one stays far below, in bytes.
    private static final long MOST_BYTES = 512L * 1024 * 1024;

    private final UpstreamAttempt attempt;
    private final AnswerStream stream;
    private long relayedBytes;

    StreamRelay(UpstreamAttempt attempt, AnswerStream stream) {
        this.attempt = attempt;
        this.stream = stream;
    }

    void take(Buffer chunk) {
        byte[] bytes = chunk.getBytes();
        long before = stream.events();
        AnswerStream.Phase phase = stream.feed(bytes, 0, bytes.length, this::forward);
        if (stream.events() > before) {
            attempt.progressed();
        }
        if (phase == AnswerStream.Phase.FAILED) {
            fail();
        } else if (relayedBytes > MOST_BYTES) {
            attempt.broken(new Outcome.Faulted("size"), "a stream of more than " + MOST_BYTES + " bytes");
        }
    }

    void end() {
        if (stream.end(this::forward) == AnswerStream.Phase.FAILED) {
            fail();
        } else {
            attempt.ended();
        }
    }

    /// What the stream has told of its tokens so far; null where it has not.
    @Nullable
    Usage usage() {
        return stream.usage().orElse(null);
    }

    /// The name under which the provider keeps the answer; empty where it keeps none.
    String handle() {
        return stream.handle();
    }

    private void forward(byte[] bytes, int from, int to) {
        if (!attempt.isStarted()) {
            attempt.started();
        }
        relayedBytes += to - from;
        attempt.streamed(Buffer.buffer(to - from).appendBytes(bytes, from, to - from));
    }

    private void fail() {
        StreamFailure failure = stream.failure().orElseThrow();
        Failure read = read(failure);
        if (attempt.isStarted()) {
            attempt.broken(read.outcome(), read.detail());
        } else {
            attempt.failed(read.outcome(), read.detail());
        }
    }

    private Failure read(StreamFailure failure) {
        return switch (failure) {
            case StreamFailure.ErrorEvent(var json) -> {
                Reading reading = attempt.readInBand(json);
                yield new Failure(reading.outcome(), reading.message());
            }
            case StreamFailure.Empty _ -> new Failure(new Outcome.Faulted("empty stream"), "a stream with no content");
            case StreamFailure.Incomplete _ ->
                new Failure(new Outcome.Faulted("incomplete stream"), "the stream ended before it was complete");
            case StreamFailure.Garbage(var what) -> new Failure(new Outcome.Faulted("protocol"), what);
        };
    }

    private record Failure(Outcome outcome, String detail) {}
}

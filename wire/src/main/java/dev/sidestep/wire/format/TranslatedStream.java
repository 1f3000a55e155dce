package dev.sidestep.wire.format;

import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.sse.SseEvent;
import dev.sidestep.wire.sse.SseOverflowException;
import dev.sidestep.wire.sse.SseReader;
import java.io.ByteArrayOutputStream;

/// A stream that changes its wire format on the way.
public final class TranslatedStream extends GatedStream {
    private final SseReader events = new SseReader();
    private final StreamReader reader;
    private final StreamWriter writer;
    private final boolean withThoughts;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long readEvents;
    private long fedBytes;
    private boolean hasContent;
    private boolean isFinished;

    /// @param reader of the provider's format
    /// @param writer of the client's format
    /// @param withThoughts whether the client gets what the model thought ([Thoughts#areWanted])
    public TranslatedStream(StreamReader reader, StreamWriter writer, boolean withThoughts) {
        this.reader = reader;
        this.writer = writer;
        this.withThoughts = withThoughts;
    }

    @Override
    public Phase feed(byte[] chunk, int from, int to, ByteSink out) {
        if (phase == Phase.FAILED) {
            return phase;
        }
        fedBytes += to - from;
        try {
            events.feed(chunk, from, to, this::event);
        } catch (SseOverflowException overflow) {
            fail(new StreamFailure.Garbage(String.valueOf(overflow.getMessage())));
        }
        if (!hasContent && phase != Phase.FAILED) {
            failUnlessWithin(readEvents, fedBytes);
        }
        forward(out);
        return phase;
    }

    @Override
    public Phase end(ByteSink out) {
        if (phase == Phase.FAILED) {
            return phase;
        }
        events.end(this::event);
        if (phase != Phase.FAILED) {
            reader.end(this::step);
        }
        if (phase != Phase.FAILED && !isFinished) {
            fail(hasContent ? new StreamFailure.Incomplete() : new StreamFailure.Empty());
        }
        if (phase != Phase.FAILED) {
            writer.end(this::append);
            phase = Phase.COMPLETE;
        }
        forward(out);
        return phase;
    }

    private void event(SseEvent event) {
        if (phase != Phase.FAILED && reader.read(event, this::step)) {
            readEvents++;
        }
    }

    private void step(StreamEvent step) {
        if (phase == Phase.FAILED) {
            return;
        }
        switch (step) {
            case StreamEvent.Failed(var json) -> fail(new StreamFailure.ErrorEvent(json));
            case StreamEvent.Malformed(var what) -> fail(new StreamFailure.Garbage(what));
            case StreamEvent thought when !withThoughts && Thoughts.areIn(thought) -> {}
            default -> {
                count(step);
                hasContent |= step.isContent();
                isFinished |= step instanceof StreamEvent.Finished;
                writer.write(step, this::append);
            }
        }
    }

    private void count(StreamEvent step) {
        if (step instanceof StreamEvent.Counted(var counted)) {
            usage = counted;
        } else if (step instanceof StreamEvent.Started started && started.knownUsage() != null) {
            usage = started.knownUsage();
        }
    }

    private void append(byte[] bytes, int from, int to) {
        written.write(bytes, from, to - from);
    }

    /// Only content that came before a failure goes on, and only where some had gone on before: as long as nothing
    /// has, another target can answer.
    private void forward(ByteSink out) {
        if (!hasContent || (phase == Phase.FAILED && !committed) || written.size() == 0) {
            return;
        }
        committed = true;
        if (phase == Phase.HOLDING) {
            phase = Phase.COMMITTED;
        }
        byte[] bytes = written.toByteArray();
        written.reset();
        out.forward(bytes, 0, bytes.length);
    }

    @Override
    public long events() {
        return readEvents;
    }
}
